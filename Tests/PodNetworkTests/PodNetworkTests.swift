import Linux
import PodNetworkContract
import PodNetworkPlan
import Schema
import TestSupport
import Testing

@testable import PodNetwork

/// Real cables and packets, all inside a namespace that plays the cluster's root.
@Suite("Pods on the network", .enabled(if: Requirements.isRoot, "needs root"))
struct PodNetworkTests {
    private func request(
        _ command: String, _ pod: String, _ node: NodeNetwork, _ folder: String, previous: CNIResult? = nil
    ) throws -> CNIResult? {
        let environment = [
            "CNI_COMMAND": command, "CNI_CONTAINERID": pod, "CNI_NETNS": "\(folder)/\(pod)", "CNI_IFNAME": "eth0",
        ]
        let list = try JSON(parsing: Array(node.networkConfiguration(dataFolder: "\(folder)/\(node.link)-data").utf8))
        var configuration = list["plugins"]?.array?.first ?? [:]
        configuration["cniVersion"] = list["cniVersion"]
        configuration["name"] = list["name"]
        configuration["prevResult"] = previous?.json
        let input = configuration.bytes
        let answer = try inNetworkNamespace(of: node.namespace) {
            CNIPlugin(DefaultPodNetwork()).answer(environment: environment, input: input)
        }
        if answer.output.isEmpty { return nil }
        let json = try JSON(parsing: answer.output)
        if answer.exitStatus != 0 { throw try CNIError(json: json) }
        return try CNIResult(json: json)
    }

    @Test("Every pod reaches every other without translation, on its own node and on others")
    func connectivity() async throws {
        try await withNamespaceFolder { folder in
            try makeNetworkNamespace(at: "\(folder)/root")
            let cluster = ClusterNetwork()
            let nodes = [cluster.node(0, namespace: "\(folder)/n0"), cluster.node(1, namespace: "\(folder)/n1")]
            try inNetworkNamespace(of: "\(folder)/root") {
                try cluster.createBridge()
                for node in nodes + nodes { try cluster.create(node) }
            }
            try NetlinkSocket(namespace: nodes[0].namespace).setRoute(
                Route(nodes[1].podSubnet, gateway: nodes[1].address), by: .nodeRoutes)
            try NetlinkSocket(namespace: nodes[1].namespace).setRoute(
                Route(nodes[0].podSubnet, gateway: nodes[0].address), by: .nodeRoutes)
            #expect(
                try NetlinkSocket(namespace: nodes[1].namespace).routes(from: .nodeRoutes).map(\.description)
                    == ["10.244.0.0/24 via 172.30.0.2"])

            for (pod, node) in [("a", 0), ("b", 0), ("c", 1)] {
                try createPodNamespace(at: "\(folder)/\(pod)")
                let result = try request("ADD", pod, nodes[node], folder)
                #expect(result?.podAddresses.count == 1)
                _ = try request("CHECK", pod, nodes[node], folder, previous: result)
            }
            let server = try NamedServer("a", in: "\(folder)/a", port: 80)
            defer { server.stop() }
            #expect(try reach("10.244.0.2", 80, from: "\(folder)/b") == .answer("a", from: "10.244.0.3"))
            #expect(try reach("10.244.0.2", 80, from: "\(folder)/c") == .answer("a", from: "10.244.1.2"))
            #expect(try reach("10.244.0.2", 80, from: nodes[0].namespace) == .answer("a", from: "10.244.0.1"))
            #expect(try reach("10.244.0.2", 80, from: nodes[1].namespace) == .answer("a", from: "172.30.0.3"))
            #expect(try reach("10.244.0.2", 81, from: "\(folder)/c") == .refused)
            try inNetworkNamespace(of: "\(folder)/root") {
                for node in nodes { try cluster.delete(node) }
            }
        }
    }

    @Test("DEL may come twice and after the namespace is gone; an address that leaked comes back")
    func deletion() async throws {
        try await withNamespaceFolder { folder in
            let node = ClusterNetwork().node(1, namespace: "\(folder)/n1")
            try makeNetworkNamespace(at: node.namespace)
            for pod in ["a", "leaked"] { try createPodNamespace(at: "\(folder)/\(pod)") }
            _ = try request("ADD", "a", node, folder)
            _ = try request("ADD", "leaked", node, folder)
            try deletePodNamespace(at: "\(folder)/a")
            try deletePodNamespace(at: "\(folder)/leaked")
            _ = try request("DEL", "a", node, folder)
            _ = try request("DEL", "a", node, folder)

            try createPodNamespace(at: "\(folder)/b")
            #expect(try request("ADD", "b", node, folder)?.podAddresses == ["10.244.1.4"])
            let file = try readText("\(folder)/node1-data/dinghy/addresses")
            #expect(!file.contains("leaked"))
            #expect(throws: CNIError.self) { try request("CHECK", "a", node, folder) }
        }
    }
}
