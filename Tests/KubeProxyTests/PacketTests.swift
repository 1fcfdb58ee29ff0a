import API
import Linux
import PodNetwork
import PodNetworkContract
import PodNetworkPlan
import Schema
import TestSupport
import Testing

@testable import KubeProxy
@testable import KubeProxyProgram

/// Real packets through real rules: two nodes in namespaces, pods on them, and a client outside.
@Suite("Packets to services", .enabled(if: Requirements.isRoot && Requirements.has("nft"), "needs root and nftables"))
struct PacketTests {
    /// worker-1 has pods a and b, worker-2 has c; the rules are those of a script, on both nodes.
    private struct Cluster {
        let folder: String
        let nodes: [NodeNetwork]
        var scripts = [Script(), Script()]

        init(_ folder: String) throws {
            self.folder = folder
            let plan = ClusterNetwork()
            let nodes = [1, 2].map { plan.node($0, namespace: "\(folder)/worker-\($0)") }
            self.nodes = nodes
            scripts[1].proxy = Proxy(node: "worker-2")
            try makeNetworkNamespace(at: root)
            try inNetworkNamespace(of: root) {
                try plan.createBridge()
                for node in nodes { try plan.create(node) }
            }
            for (node, other) in [(nodes[0], nodes[1]), (nodes[1], nodes[0])] {
                try NetlinkSocket(namespace: node.namespace).setRoute(Route(other.podSubnet, gateway: other.address))
            }
            for (pod, node) in [("a", nodes[0]), ("b", nodes[0]), ("c", nodes[1])] { try connect(pod, node) }
        }

        /// The cluster's root namespace, from which clients come that belong to no node.
        var root: String { "\(folder)/root" }
        func pod(_ name: String) -> String { "\(folder)/\(name)" }

        private func connect(_ pod: String, _ node: NodeNetwork) throws {
            try createPodNamespace(at: "\(folder)/\(pod)")
            let environment = [
                "CNI_COMMAND": "ADD", "CNI_CONTAINERID": pod, "CNI_NETNS": "\(folder)/\(pod)", "CNI_IFNAME": "eth0",
            ]
            let addresses = #"{"subnet":"\#(node.podSubnet)","dataDir":"\#(folder)/\#(node.link)"}"#
            let input = #"{"cniVersion":"1.0.0","name":"n","ipam":\#(addresses)}"#
            let answer = try inNetworkNamespace(of: node.namespace) {
                CNIPlugin(DefaultPodNetwork()).answer(environment: environment, input: Array(input.utf8))
            }
            #expect(answer.exitStatus == 0, "\(String(decoding: answer.output, as: UTF8.self))")
        }

        /// Plays commands and brings their changes into both kernels' tables.
        mutating func apply(_ commands: String...) async throws {
            for index in nodes.indices {
                for command in commands { scripts[index].run(command.split(separator: " ").map(String.init)) }
                guard let change = scripts[index].proxy.takeChange() else { continue }
                let namespace = nodes[index].namespace
                let nft = try await runProgram(
                    "/usr/bin/nsenter", ["--net=\(namespace)", "/usr/sbin/nft", "-f", "-"],
                    input: Array(change.text.utf8), takesErrors: true)
                #expect(nft.status == 0, "\(nft.text)\n\(change.text)")
                let gone = Set(change.goneUDPEndpoints.map { FlowEndpoint(address: $0.address, port: $0.port) })
                try inNetworkNamespace(of: namespace) {
                    if !gone.isEmpty { try NetlinkSocket.connectionTracking().forgetUDPFlows(answeredBy: gone) }
                }
            }
        }

        /// Who answers, so many times.
        func names(_ times: Int, _ address: String, _ port: UInt16, from namespace: String) throws -> [String] {
            try (0..<times).map { _ in try reach(address, port, from: namespace).name ?? "nobody" }
        }
    }

    private func withCluster(_ body: (inout Cluster) async throws -> Void) async throws {
        try await withNamespaceFolder { folder in
            var cluster = try Cluster(folder)
            let servers = try ["a", "b", "c"].map { try NamedServer($0, in: cluster.pod($0), port: 8080) }
            defer { for server in servers { server.stop() } }
            try await body(&cluster)
        }
    }

    private let all = "endpoints web http:8080 10.244.1.2@worker-1 10.244.1.3@worker-1 10.244.2.2@worker-2"

    @Test("A cluster IP takes turns exactly, from pods and nodes, and leads a pod back to itself")
    func clusterIP() async throws {
        try await withCluster { cluster in
            try await cluster.apply("service web 10.96.0.20 http:80", "service other 10.96.0.21 http:80", all)
            for namespace in [cluster.pod("a"), cluster.pod("c"), cluster.nodes[0].namespace] {
                let names = try cluster.names(9, "10.96.0.20", 80, from: namespace)
                #expect(["a", "b", "c"].map { name in names.count { $0 == name } } == [3, 3, 3], "\(names)")
            }
            #expect(try reach("10.96.0.20", 81, from: cluster.pod("a")) == .refused)
            #expect(try reach("10.96.0.21", 80, from: cluster.pod("a")) == .refused)
            #expect(try reach("10.96.0.21", 80, from: cluster.nodes[0].namespace) == .refused)
        }
    }

    @Test("A node port answers on every node, with the client's own address where it may not leave the node")
    func nodePort() async throws {
        try await withCluster { cluster in
            try await cluster.apply("service web 10.96.0.20 http:80:30080", all)
            for node in cluster.nodes {
                let names = try cluster.names(6, "\(node.address)", 30080, from: cluster.root)
                #expect(Set(names) == ["a", "b", "c"])
                #expect(Set(try cluster.names(3, "\(node.address)", 30080, from: node.namespace)) == ["a", "b", "c"])
            }
            try await cluster.apply("service web 10.96.0.20 http:80:30080 external=Local", all)
            let second = "\(cluster.nodes[1].address)"
            #expect(try cluster.names(3, second, 30080, from: cluster.root) == ["c", "c", "c"])

            try await cluster.apply("endpoints web http:8080 10.244.1.2@worker-1")
            #expect(try reach(second, 30080, from: cluster.root, timeoutMilliseconds: 200) == .timeout)
            try await cluster.apply("endpoints web http:8080 10.244.1.2@worker-1!unready")
            #expect(try reach(second, 30080, from: cluster.root) == .refused)
        }
    }

    @Test("With affinity a client stays with its endpoint while that is there")
    func affinity() async throws {
        try await withCluster { cluster in
            try await cluster.apply("service web 10.96.0.20 http:80 affinity=60", all)
            let first = try cluster.names(1, "10.96.0.20", 80, from: cluster.pod("c"))[0]
            #expect(Set(try cluster.names(6, "10.96.0.20", 80, from: cluster.pod("c"))) == [first])
            let address = ["a": "10.244.1.2@worker-1", "b": "10.244.1.3@worker-1", "c": "10.244.2.2@worker-2"]
            let others = address.filter { $0.key != first }.values.sorted()
            try await cluster.apply("endpoints web http:8080 \(others.joined(separator: " "))")
            let next = Set(try cluster.names(4, "10.96.0.20", 80, from: cluster.pod("c")))
            #expect(next.count == 1 && !next.contains(first))
        }
    }

    @Test("A UDP client whose endpoint is gone is led to another one, with the same socket")
    func udp() async throws {
        try await withCluster { cluster in
            let servers = try ["a", "c"].map { try NamedServer($0, in: cluster.pod($0), port: 53, .udp) }
            defer { for server in servers { server.stop() } }
            try await cluster.apply(
                "service dns 10.96.0.10 dns:53:30053 udp", "endpoints dns dns:53 10.244.1.2@worker-1")
            let client = try DatagramClient("10.96.0.10", 53, in: cluster.pod("b"))
            #expect(try client.ask() == "a")
            #expect(try reach("\(cluster.nodes[1].address)", 30053, from: cluster.root, .udp).name == "a")
            try await cluster.apply("endpoints dns dns:53 10.244.2.2@worker-2")
            #expect(try client.ask() == "c")
            try await cluster.apply("endpoints dns dns:53 10.244.2.2@worker-2!unready")
            #expect(try reach("10.96.0.10", 53, from: cluster.pod("b"), .udp) == .refused)
        }
    }

    @Test("While endpoints come and go, not one new connection fails")
    func rollingUpdate() async throws {
        try await withCluster { cluster in
            try await cluster.apply("service web 10.96.0.20 http:80", all)
            let pod = cluster.pod("a")
            let load = Task.detached {
                try await blocking {
                    try (0..<300).map { _ in try reach("10.96.0.20", 80, from: pod) }.filter { $0.name == nil }
                }
            }
            let a = "10.244.1.2@worker-1", b = "10.244.1.3@worker-1", c = "10.244.2.2@worker-2"
            for endpoints in [[a, b], [b, c], [c], [a, c], [a, b, c], ["\(a)!serving", c], [b]] {
                try await cluster.apply("endpoints web http:8080 \(endpoints.joined(separator: " "))")
            }
            #expect(try await load.value == [])
        }
    }

    @Test("The longest names that services may have fit into the kernel's")
    func longNames() async throws {
        try await withCluster { cluster in
            let name = String(repeating: "s", count: 63)
            try await cluster.apply(
                "service \(name) 10.96.0.20 \(String(repeating: "p", count: 15)):80 affinity=10800",
                "endpoints \(name) \(String(repeating: "p", count: 15)):8080 10.244.1.2@worker-1 10.244.2.2@worker-2")
            #expect(try cluster.names(1, "10.96.0.20", 80, from: cluster.pod("b")) != ["nobody"])
        }
    }
}
