import PodNetworkContract
import PodNetworkPlan
import Schema
import Testing

@testable import PodNetwork

@Suite("Addresses for pods")
struct AddressPoolTests {
    let subnet = IPv4Subnet(IPv4Address(octets: [10, 244, 1, 0]), prefixLength: 29)

    private func pod(_ name: String) -> PodNetworkContract.Attachment {
        PodNetworkContract.Attachment(container: name, interface: "eth0")
    }

    @Test("A released address is given again only after all others")
    func rotation() {
        var pool = AddressPool(subnet: subnet)
        let first = (0..<3).map { pool.allocate(for: pod("c\($0)"), in: "/n") }
        #expect(first.map { $0?.description } == ["10.244.1.2", "10.244.1.3", "10.244.1.4"])
        pool.release(pod("c0"))
        let next = (3..<7).map { pool.allocate(for: pod("c\($0)"), in: "/n") }
        #expect(next.map { $0?.description } == ["10.244.1.5", "10.244.1.6", "10.244.1.2", nil])
    }

    @Test("Asking twice gives the same address")
    func repetition() {
        var pool = AddressPool(subnet: subnet)
        let first = pool.allocate(for: pod("c"), in: "/n")
        #expect(pool.allocate(for: pod("c"), in: "/m") == first)
        #expect(pool.allocations.count == 1)
    }

    @Test("The pool comes back from its text, without the lines that make no sense")
    func text() {
        var pool = AddressPool(subnet: subnet)
        for name in ["a", "b"] { _ = pool.allocate(for: pod(name), in: "/n/\(name)") }
        #expect(AddressPool(subnet: subnet, parsing: pool.text) == pool)
        #expect(AddressPool(subnet: subnet, parsing: "garbage\n9.9.9.9 x y z\n" + pool.text) == pool)
    }

    @Test(
        "Addresses and subnets are read strictly",
        arguments: [
            ("10.244.1.0/24", true), ("0.0.0.0/0", true), ("10.244.1.0/33", false), ("10.244.01.0/24", false),
            ("10.244.1/24", false), ("10.244.1.256/24", false), ("10.244.1.0", false), ("", false),
        ])
    func parsing(text: String, isValid: Bool) {
        #expect(IPv4Subnet(text)?.description == (isValid ? text : nil))
    }
}
