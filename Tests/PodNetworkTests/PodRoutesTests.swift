import API
import PodNetworkContract
import PodNetworkPlan
import Testing

@Suite("Routes to other nodes' pods")
struct PodRoutesTests {
    private func node(_ name: String, _ podCIDR: String, _ address: String?) -> Node {
        var node = Node()
        node.metadata.name = name
        node.spec.podCIDR = podCIDR
        if let address {
            var internalIP = NodeAddress()
            (internalIP.type, internalIP.address) = (.internalIP, address)
            node.status.addresses = [internalIP]
        }
        return node
    }

    @Test("Each other node that has an address and a subnet gets one; a node's own pods are reached directly")
    func wanted() {
        let nodes = [
            node("worker-2", "10.244.2.0/24", "172.30.0.4"), node("worker-1", "10.244.1.0/24", "172.30.0.3"),
            node("control-plane", "10.244.0.0/24", "172.30.0.2"), node("new", "", "172.30.0.5"),
            node("newer", "10.244.4.0/24", nil),
        ]
        #expect(
            PodRoutes.wanted(on: "worker-1", among: nodes).map(\.description)
                == ["10.244.0.0/24 via 172.30.0.2", "10.244.2.0/24 via 172.30.0.4"])
    }
}
