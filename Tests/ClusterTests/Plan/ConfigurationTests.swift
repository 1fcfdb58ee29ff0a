import Schema
import Testing

@testable import Dinghy

@Suite("What a cluster consists of") struct ConfigurationTests {
    @Test("A new cluster has a control plane and workers, whose numbers give their addresses")
    func newCluster() throws {
        let cluster = try ClusterConfiguration(name: "dinghy", address: "127.0.0.1", workers: 2)
        #expect(cluster.nodes.map(\.name) == ["control-plane", "worker-1", "worker-2"])
        #expect(cluster.nodes.map(\.address) == ["172.30.0.2", "172.30.0.3", "172.30.0.4"])
        #expect(cluster.nodes.map(\.podSubnet) == ["10.244.0.0/24", "10.244.1.0/24", "10.244.2.0/24"])
    }

    @Test("A node that comes gets the lowest number that is free; the control plane can't go")
    func nodesComeAndGo() throws {
        var cluster = try ClusterConfiguration(name: "dinghy", address: "", workers: 3)
        try cluster.remove(nodeNamed: "worker-2")
        try cluster.add(nodeNamed: "big", cpu: "8")
        #expect(cluster.nodes.map(\.name) == ["control-plane", "worker-1", "big", "worker-3"])
        #expect(cluster.nodes[2].number == 2)
        #expect(throws: UsageError.self) { try cluster.remove(nodeNamed: "control-plane") }
        #expect(throws: UsageError.self) { try cluster.add(nodeNamed: "big") }
    }

    @Test("A node's capacity is read from the command line")
    func capacity() throws {
        let option = try NodeCapacityOption("worker-1=cpu=1,memory=512Mi")
        #expect((option.name, option.cpu, option.memory) == ("worker-1", "1", "512Mi"))
    }

    @Test(
        "A command line that can't be followed says what was expected",
        arguments: ["worker-1", "worker-1=disk=1", "worker-1=cpu", "Worker=cpu=1", "-a=cpu=1", "=cpu=1"])
    func badCapacity(text: String) {
        #expect(throws: UsageError.self) { try NodeCapacityOption(text) }
    }

    @Test("A component is replaced by its name or by its name without kube-")
    func replacement() throws {
        var cluster = try ClusterConfiguration(name: "dinghy", address: "", workers: 0)
        try cluster.replace("scheduler=mine") { "/home/" + $0 }
        #expect(cluster.replacements == ["kube-scheduler": "/home/mine"])
        #expect(throws: UsageError.self) { try cluster.replace("nothing=mine") { $0 } }
    }

    @Test("cluster.json comes back as it was written")
    func roundTrip() throws {
        var cluster = try ClusterConfiguration(name: "dinghy", address: "127.0.1.1", workers: 1)
        try cluster.apply(NodeCapacityOption("worker-1=cpu=500m"))
        #expect(try ClusterConfiguration(json: cluster.json) == cluster)
    }
}
