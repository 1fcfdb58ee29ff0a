internal import Conformance
internal import Schema

/// Services from end to end: objects, endpoints, packets.
enum ClusterCases {
    static let all: [Case] = endpoints + packets

    private static let endpoints: [Case] = [
        ServicesCluster.story("endpoints/selected", "The pods that a service selects MUST be its endpoints.") { stage in
            try await stage.server("a")
            try await stage.server("other", app: "db")
            try await stage.service("web")
            let address = try await stage.address(of: "a")
            try await stage.expectEndpoints(of: "web", [address])
        },
        ServicesCluster.story(
            "endpoints/unready", "A pod that isn't ready MUST NOT be among the ready endpoints.",
            source: "https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/"
        ) { stage in
            try await stage.server("a")
            try await stage.server("b", ready: false)
            try await stage.service("web")
            let (ready, unready) = (try await stage.address(of: "a"), try await stage.address(of: "b"))
            try await stage.expectEndpoints(of: "web", [ready], unready: [unready])
        },
        ServicesCluster.story(
            "endpoints/publish-unready", "With publishNotReadyAddresses all pods MUST be ready endpoints."
        ) { stage in
            try await stage.server("b", ready: false)
            try await stage.service("web", ["publishNotReadyAddresses": true])
            let address = try await stage.address(of: "b")
            try await stage.expectEndpoints(of: "web", [address])
        },
        ServicesCluster.story(
            "endpoints/labels-change", "A pod whose labels change MUST leave the service, or join it."
        ) { stage in
            try await stage.server("a")
            try await stage.service("web")
            let address = try await stage.address(of: "a")
            try await stage.expectEndpoints(of: "web", [address])
            try await stage.label(pod: "a", app: "debug")
            try await stage.expectEndpoints(of: "web", [])
            try await stage.label(pod: "a", app: "web")
            try await stage.expectEndpoints(of: "web", [address])
        },
        ServicesCluster.story("endpoints/deleted", "A pod that is deleted MUST leave its services.") { stage in
            try await stage.server("a")
            try await stage.server("b")
            try await stage.service("web")
            let (first, second) = (try await stage.address(of: "a"), try await stage.address(of: "b"))
            try await stage.expectEndpoints(of: "web", [first, second])
            try await stage.remove("a")
            try await stage.expectEndpoints(of: "web", [second])
        },
    ]

    private static let packets: [Case] = [
        ServicesCluster.story("packets/cluster-ip", "A pod MUST reach a service's pod by the cluster IP.", weight: 2) {
            stage in
            try await stage.server("a")
            let address = try await stage.service("web")
            try await stage.expectAnswers("a answers at \(address)", at: address) { $0 == ["a"] }
        },
        ServicesCluster.story("packets/named-port", "A named target port MUST be looked up in the pod.") { stage in
            try await stage.server("a", portName: "talk")
            let address = try await stage.service("web", ["ports": [["port": 80, "targetPort": "talk"]]])
            try await stage.expectAnswers("a answers at \(address)", at: address) { $0 == ["a"] }
        },
        ServicesCluster.story(
            "packets/all-pods", "Connections MUST be spread over all ready pods.",
            source: ServicesComponent.virtualIPs, weight: 2
        ) { stage in
            for name in ["a", "b", "c"] { try await stage.server(name) }
            let address = try await stage.service("web")
            try await stage.expectAnswers("a, b and c answer some of 40 connections", at: address, times: 40) {
                Set($0).subtracting(["refused"]) == ["a", "b", "c"]
            }
        },
        ServicesCluster.story(
            "packets/affinity", "With ClientIP affinity a client's connections MUST go to the same pod.",
            source: ServicesComponent.virtualIPs
        ) { stage in
            for name in ["a", "b", "c"] { try await stage.server(name) }
            let address = try await stage.service("web", ["sessionAffinity": "ClientIP"])
            try await stage.expectAnswers("one pod answers all of 12 connections", at: address, times: 12) {
                let names = Set($0).subtracting(["refused"])
                return names.count == 1 && names.isSubset(of: ["a", "b", "c"])
            }
        },
        ServicesCluster.story(
            "packets/node-port", "Each node's own address MUST lead to the service, at the node port."
        ) {
            stage in
            try await stage.server("a")
            try await stage.service("web", ["type": "NodePort"])
            let port = try await stage.nodePort(of: "web")
            for node in try await stage.nodeAddresses() {
                try await stage.expectAnswers("a answers at \(node):\(port)", at: node, port) { $0 == ["a"] }
            }
        },
        ServicesCluster.story(
            "packets/without-selector", "A service without a selector MUST lead to the endpoints that somebody writes."
        ) { stage in
            try await stage.server("a", app: "legacy")
            let address = try await stage.service("by-hand", selector: nil)
            try await stage.endpoints(of: "by-hand", [try await stage.address(of: "a")])
            try await stage.expectAnswers("a answers at \(address)", at: address) { $0 == ["a"] }
        },
        ServicesCluster.story(
            "packets/nobody", "A service without ready pods MUST NOT answer.", source: ServicesComponent.virtualIPs
        ) { stage in
            try await stage.server("a", ready: false)
            let address = try await stage.service("web")
            let unready = try await stage.address(of: "a")
            try await stage.expectEndpoints(of: "web", [], unready: [unready])
            try await stage.expectAnswers("nobody answers at \(address)", at: address) { $0 == ["refused"] }
        },
    ]
}
