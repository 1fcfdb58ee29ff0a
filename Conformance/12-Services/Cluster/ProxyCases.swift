internal import Conformance
internal import Schema

/// What becomes of packets.
enum ProxyCases {
    static let all: [Case] = inside + outside + changes

    private static let inside: [Case] = [
        ServicesComponent.story(
            "cluster-ip", "A connection to the cluster IP MUST reach an endpoint, on whichever node it is."
        ) { stage in
            let address = try await stage.service("web")
            try await stage.endpoints(of: "web", ["c"])
            try await stage.expectAnswers(from: ["c"], at: address, 80, to: "guest")
            try await stage.expectAnswers(from: ["c"], at: address, 80, to: "node-1")
        },
        ServicesComponent.story(
            "keeps-the-client", "A pod's connection to a cluster IP MUST keep its sender.",
            says: "the packet … with the original client IP"
        ) { stage in
            let address = try await stage.service("web")
            try await stage.endpoints(of: "web", ["b"])
            try await stage.expect(
                "guest asks, and b sees guest's own address",
                { try await stage.ask(address, 80, from: "guest") },
                { $0 == .answer("b", from: TwoNodes.address(of: "guest")) })
        },
        ServicesComponent.story(
            "all-endpoints", "Connections MUST be spread over all endpoints.", weight: 2
        ) { stage in
            let address = try await stage.service("web")
            try await stage.endpoints(of: "web", ["a", "b", "c"])
            let seen = try await stage.expectAnswers(from: ["a", "b", "c"], at: address, 80, to: "guest", times: 60)
            let names = Set(seen.compactMap(\.name))
            try stage.scenario.expect(
                "each of a, b, c answers some of 60 connections", observed: names.sorted().joined(separator: ", "),
                names.count == 3)
        },
        ServicesComponent.story(
            "ready-only", "Endpoints that aren't ready MUST get no connection.", source: ServicesComponent.services
        ) { stage in
            let address = try await stage.service("web")
            try await stage.endpoints(of: "web", ["b"], unready: ["a", "c"])
            try await stage.expectAnswers(from: ["b"], at: address, 80, to: "guest", times: 20)
        },
        ServicesComponent.story("itself", "A pod that is an endpoint MUST reach itself through its service.") { stage in
            let address = try await stage.service("web")
            try await stage.endpoints(of: "web", ["a"])
            try await stage.expectAnswers(from: ["a"], at: address, 80, to: "a")
        },
        ServicesComponent.story(
            "no-endpoints", "A connection to a service without endpoints MUST be refused at once.", weight: 2
        ) { stage in
            let address = try await stage.service("web")
            try await stage.endpoints(of: "web", [])
            for place in ["guest", "node-1"] {
                try await stage.expectRefused(at: address, 80, to: place)
            }
        },
        ServicesComponent.story(
            "affinity", "With ClientIP affinity a client's connections MUST go to the same endpoint.",
            says: "you can select the session affinity based on the client's IP addresses", weight: 2
        ) { stage in
            let address = try await stage.service("web", spec: ["sessionAffinity": "ClientIP"])
            try await stage.endpoints(of: "web", ["a", "b", "c"])
            let seen = try await stage.expectAnswers(from: ["a", "b", "c"], at: address, 80, to: "guest", times: 20)
            let names = Set(seen.compactMap(\.name))
            try stage.scenario.expect(
                "one endpoint answers all 20 connections of guest", observed: names.sorted().joined(separator: ", "),
                names.count == 1)
        },
        ServicesComponent.story("udp", "Datagrams to a service MUST reach an endpoint, and the answers the client.") {
            stage in
            let address = try await stage.service("dns", port: 53, .udp)
            try await stage.endpoints(of: "dns", ["c"], .udp)
            try await stage.expectAnswers(from: ["c"], at: address, 53, to: "guest", .udp)
        },
        ServicesComponent.story(
            "two-services", "Each service MUST lead to its own endpoints, at its own port.",
            source: ServicesComponent.services
        ) { stage in
            let web = try await stage.service("web")
            let api = try await stage.service("api", port: 443, target: 9090)
            try await stage.endpoints(of: "web", ["a"])
            try await stage.endpoints(of: "api", ["c"], port: 9090)
            try await stage.expectAnswers(from: ["a"], at: web, 80, to: "guest")
            try await stage.expectAnswers(from: ["c"], at: api, 443, to: "guest")
        },
    ]

    private static let nodePort: JSON = ["type": "NodePort"]
    private static let local: JSON = ["type": "NodePort", "externalTrafficPolicy": "Local"]

    private static let outside: [Case] = [
        ServicesComponent.story(
            "node-port", "A connection from outside to a node port MUST reach endpoints on other nodes, too.",
            source: ServicesComponent.services,
            says: "Each node proxies that port (the same port number on every Node) into your Service.", weight: 2
        ) { stage in
            try await stage.service("web", spec: nodePort)
            try await stage.endpoints(of: "web", ["c"])
            let port = try await stage.nodePort(of: "web")
            try await stage.expectAnswers(from: ["c"], at: stage.nodeAddress, port, to: "outside")
        },
        ServicesComponent.story(
            "external-local",
            "With externalTrafficPolicy Local a connection MUST stay on the node, and keep its sender.",
            says: "Local to only route to ready node-local endpoints", weight: 2
        ) { stage in
            try await stage.service("web", spec: local)
            try await stage.endpoints(of: "web", ["a", "c"])
            let port = try await stage.nodePort(of: "web")
            try await stage.expect(
                "outside asks the node, and a sees its own address", times: 12,
                { try await stage.ask(stage.nodeAddress, port, from: "outside") },
                { $0 == .answer("a", from: "172.30.0.1") })
        },
        ServicesComponent.story(
            "external-local-nobody",
            "With externalTrafficPolicy Local and no endpoint on the node a connection from outside MUST NOT get through.",
            says:
                "If the traffic policy is Local and there are no node-local endpoints, kube-proxy does not forward any "
                + "traffic for the relevant Service."
        ) { stage in
            let address = try await stage.service("web", spec: local)
            try await stage.endpoints(of: "web", ["c"])
            let port = try await stage.nodePort(of: "web")
            // By then the program knows the service.
            try await stage.expectAnswers(from: ["c"], at: address, 80, to: "guest")
            try await stage.expect(
                "outside asks the node and gets no answer", times: 3,
                { try await stage.ask(stage.nodeAddress, port, from: "outside", patience: 300) }, { $0.name == nil })
        },
    ]

    private static let changes: [Case] = [
        ServicesComponent.story("endpoint-changes", "New connections MUST follow the endpoints as they change.") {
            stage in
            let address = try await stage.service("web")
            try await stage.endpoints(of: "web", ["a"])
            try await stage.expectAnswers(from: ["a"], at: address, 80, to: "guest")
            try await stage.endpoints(of: "web", ["b", "c"])
            try await stage.expectAnswers(from: ["b", "c"], at: address, 80, to: "guest", times: 20)
            try await stage.endpoints(of: "web", [])
            try await stage.expectRefused(at: address, 80, to: "guest")
        },
        ServicesComponent.story("deleted", "The address of a deleted service MUST lead nowhere.") { stage in
            let address = try await stage.service("web")
            try await stage.endpoints(of: "web", ["a"])
            try await stage.expectAnswers(from: ["a"], at: address, 80, to: "guest")
            await stage.delete("web")
            try await stage.expect(
                "guest asks and gets no answer",
                { try await stage.ask(address, 80, from: "guest", patience: 300) }, { $0.name == nil })
        },
        ServicesComponent.story(
            "started-late",
            "A proxy that starts MUST know services that were there before, and forget those that are gone."
        ) { stage in
            let old = try await stage.service("old")
            try await stage.endpoints(of: "old", ["a"])
            try await stage.expectAnswers(from: ["a"], at: old, 80, to: "guest")
            stage.stop()
            await stage.delete("old")
            let web = try await stage.service("web")
            try await stage.endpoints(of: "web", ["b"])
            try stage.start()
            try await stage.expectAnswers(from: ["b"], at: web, 80, to: "guest")
            try await stage.expect(
                "guest asks for the old service and gets no answer",
                { try await stage.ask(old, 80, from: "guest", patience: 300) }, { $0.name == nil })
        },
        ServicesComponent.story(
            "outlives-the-program", "Services MUST go on working while no proxy runs: packets don't pass through it."
        ) { stage in
            let address = try await stage.service("web")
            try await stage.endpoints(of: "web", ["a", "c"])
            try await stage.expectAnswers(from: ["a", "c"], at: address, 80, to: "guest")
            stage.stop()
            stage.scenario.say("kube-proxy is killed")
            let attempt = try await stage.ask(address, 80, from: "guest")
            try stage.scenario.expect(
                "guest is answered as before", observed: "\(attempt)", ["a", "c"].contains(attempt.name ?? ""))
        },
        ServicesComponent.story(
            "udp-client-moves", "A UDP client whose endpoint is gone MUST be led to another, with the same socket.",
            weight: 2
        ) { stage in
            let address = try await stage.service("dns", port: 53, .udp)
            try await stage.endpoints(of: "dns", ["a"], .udp)
            try await stage.expectAnswers(from: ["a"], at: address, 53, to: "guest", .udp)
            let client = try stage.datagramClient(in: "guest")
            try await stage.expect("a client of UDP is answered by a", times: 2, { try await client.ask(address, 53) })
            {
                $0.name == "a"
            }
            try await stage.endpoints(of: "dns", ["c"], .udp)
            try await stage.expect("the same client is answered by c", times: 3, { try await client.ask(address, 53) })
            {
                $0.name == "c"
            }
        },
    ]
}
