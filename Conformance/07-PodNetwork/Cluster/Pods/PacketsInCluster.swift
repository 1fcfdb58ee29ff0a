internal import API
internal import Client
internal import Conformance
internal import Schema

/// Who reaches whom, and whom the other side sees.
enum PacketsInCluster {
    private static let directly =
        "Pods can communicate with each other directly, without the use of proxies or address translation (NAT)."

    static let all = betweenPods + withNodes + inAPod

    private static let betweenPods: [Case] = [
        PodNetworkCluster.story(
            "packets/same-node", "Pods of a node MUST reach each other, without translation.", says: directly, weight: 2
        ) { stage in
            let node = try await stage.nodes()[0].name
            let server = try await stage.pod("server", on: node, PodsStage.server())
            try await stage.expectSeen("client", on: node, at: server.status.podIP)
        },
        PodNetworkCluster.story(
            "packets/across-nodes",
            "Pods of different nodes MUST reach each other, without translation, in both directions.",
            says: directly, weight: 3
        ) { stage in
            let nodes = try await stage.nodes(atLeast: 2).prefix(3)
            for (number, node) in nodes.enumerated() {
                let other = nodes[(number + 1) % nodes.count]
                let server = try await stage.pod("server-\(number)", on: node.name, PodsStage.server())
                try await stage.expectSeen("client-\(number)", on: other.name, at: server.status.podIP)
            }
        },
        PodNetworkCluster.story(
            "packets/across-namespaces",
            "Without a policy against it pods of different namespaces MUST reach each other.",
            source: "https://kubernetes.io/docs/concepts/services-networking/network-policies/",
            says: "By default, a pod is non-isolated for ingress; all inbound connections are allowed."
        ) { stage in
            let node = try await stage.nodes()[0].name
            let server = try await stage.pod("server", on: node, PodsStage.server())
            try await stage.expectSeen(
                "client", on: node, in: PodNetworkCluster.otherNamespace, at: server.status.podIP)
        },
        PodNetworkCluster.story(
            "packets/any-port", "A pod MUST be reached at any of its ports, whether its spec lists them or not.",
            source: "https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/",
            says: "Not specifying a port here DOES NOT prevent that port from being exposed."
        ) { stage in
            let node = try await stage.nodes()[0].name
            let server = try await stage.pod("server", on: node, PodsStage.server("server", port: 7777))
            try await stage.expectSeen("client", on: node, at: server.status.podIP, 7777)
        },
        PodNetworkCluster.story(
            "packets/same-port", "Pods of one node MUST be able to listen at the same port.", says: directly
        ) { stage in
            let node = try await stage.nodes()[0].name
            let one = try await stage.pod("one", on: node, PodsStage.server())
            let other = try await stage.pod("other", on: node, PodsStage.server())
            try await stage.expectSeen("client-1", on: node, at: one.status.podIP)
            try await stage.expectSeen("client-2", on: node, at: other.status.podIP)
        },
    ]

    private static let withNodes: [Case] = [
        PodNetworkCluster.story(
            "packets/node-to-pod", "A node MUST reach its pods.",
            says: "Agents on a node (such as system daemons, or kubelet) can communicate with all pods on that node.",
            weight: 2
        ) { stage in
            for (number, node) in try await stage.nodes().prefix(2).enumerated() {
                let server = try await stage.pod("server-\(number)", on: node.name, PodsStage.server())
                let (_, seen) = try await stage.ask(
                    server.status.podIP, as: "agent-\(number)", on: node.name, spec: ["hostNetwork": true])
                try stage.scenario.expect(
                    "a process of \(node.name) reaches \(server.status.podIP)", observed: "no answer", seen != nil)
            }
        },
        PodNetworkCluster.story(
            "packets/itself", "A pod MUST reach itself at its own address.", says: directly
        ) { stage in
            let ask = "sleep 1; nc -w 3 $POD_IP 8080 </dev/null >/tmp/answer; grep -i ':1f90 ' /tmp/answer"
            let (address, message) = try await stage.run(
                "a", on: try await stage.nodes()[0].name,
                "nc -ll -p 8080 -e cat /proc/net/tcp /proc/net/tcp6 & \(ask) >/dev/termination-log; kill %1")
            let seen = PodsStage.client(in: message, 8080)
            try stage.scenario.expect("a sees itself as", seen, equals: address)
        },
    ]

    private static let inAPod: [Case] = [
        PodNetworkCluster.story(
            "pod/shared-address", "The containers of a pod MUST share its address.", source: PodNetworkCluster.pods,
            says: "Every container in a Pod shares the network namespace, including the IP address and network ports.",
            weight: 2
        ) { stage in
            let node = try await stage.nodes()[0].name
            let pod = try await stage.pod(
                "pair", on: node, PodsStage.server("left", port: 8081), PodsStage.server("right", port: 8082))
            for port in [8081, 8082] {
                try await stage.expectSeen("client-\(port)", on: node, at: pod.status.podIP, port)
            }
        },
        PodNetworkCluster.story(
            "pod/localhost", "The containers of a pod MUST reach each other at localhost.",
            source: PodNetworkCluster.pods,
            says: "Within a Pod, containers … can find each other via localhost.", weight: 2
        ) { stage in
            let ask =
                "for i in 1 2 3 4 5; do nc -w 3 127.0.0.1 8081 </dev/null >/tmp/answer && break; sleep 1; done; "
                + "grep -i ':1f91 ' /tmp/answer >/dev/termination-log; sleep 1000000"
            try await stage.pod(
                "pair", on: try await stage.nodes()[0].name, PodsStage.server("left", port: 8081),
                // Fails, and so ends with its message, when nobody answers.
                PodsStage.container("right", "set -e; " + ask))
            let pod = try await stage.client.get(Pod.self, "pair", namespace: PodNetworkCluster.namespace)
            let right = pod.status.containerStatuses.first { $0.name == "right" }
            try stage.scenario.expect(
                "the container right is answered at 127.0.0.1:8081", observed: "\(right?.json ?? .null)",
                right?.restartCount == 0 && right?.state.running != nil)
        },
        PodNetworkCluster.story(
            "pod/localhost-is-its-own", "What listens at a pod's localhost MUST NOT be reached from another pod.",
            source: PodNetworkCluster.pods
        ) { stage in
            let node = try await stage.nodes()[0].name
            // Fails, and so never runs for long, when it isn't answered where it listens.
            let inside = PodsStage.container(
                "inside", "set -e; httpd -p 127.0.0.1:8083; nc -w 3 127.0.0.1 8083 </dev/null; exec sleep 1000000")
            let pod = try await stage.pod("a", on: node, PodsStage.server(), inside)
            try await stage.expectSeen("client-1", on: node, at: pod.status.podIP)
            let ask = "nc -w 3 \(pod.status.podIP) 8083 </dev/null && echo answered >/dev/termination-log"
            let (_, message) = try await stage.run("client-2", on: node, ask)
            try stage.scenario.expect("nobody answers at \(pod.status.podIP):8083", observed: message, message.isEmpty)
        },
    ]
}

extension PodsStage {
    /// A new pod is answered, and the server sees the address that the pod has.
    func expectSeen(
        _ name: String, on node: String, in namespace: String = PodNetworkCluster.namespace, at address: String,
        _ port: Int = 8080
    ) async throws {
        let (own, seen) = try await ask(address, port, as: name, on: node, in: namespace)
        let expected = "\(name) on \(node) reaches \(address):\(port), and is seen as \(own)"
        try scenario.expect(expected, observed: seen.map { "it is seen as \($0)" } ?? "nobody answers", seen == own)
        scenario.say(expected)
    }
}
