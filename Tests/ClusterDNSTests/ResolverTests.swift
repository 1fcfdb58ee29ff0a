import API
import ClusterDNSContract
import Schema
import Testing

@testable import ClusterDNS

@Suite("What a pod's short names lead to")
struct ResolverTests {
    @Test("ClusterFirst asks the cluster, Default the node, None only what the pod says")
    func policies() {
        let node = Resolver(servers: ["8.8.8.8"], searches: ["example.com"])
        var given = Pod()
        given.metadata.namespace = "default"
        func resolver() -> Resolver {
            Resolver(given, clusterServers: ["10.96.0.10"], domain: DomainName("cluster.local"), node: node)
        }
        given.spec.dnsPolicy = .clusterFirst
        let searches = ["default.svc.cluster.local", "svc.cluster.local", "cluster.local", "example.com"]
        #expect(resolver() == Resolver(servers: ["10.96.0.10"], searches: searches, options: ["ndots:5"]))
        given.spec.dnsPolicy = .default
        #expect(resolver() == node)
        given.spec.dnsPolicy = .none
        given.spec.dnsConfig = PodDNSConfig()
        given.spec.dnsConfig?.nameservers = ["1.1.1.1", "1.1.1.1"]
        #expect(resolver() == Resolver(servers: ["1.1.1.1"]))
    }

    @Test(
        "An address is read and written in one way",
        arguments: [
            ("10.0.0.1", "10.0.0.1"), ("::", "::"), ("::1", "::1"), ("FD00:0:0:1:0:0:0:9", "fd00:0:0:1::9"),
            ("2001:db8::1:0:0:1", "2001:db8::1:0:0:1"), ("fd00:1:0:2:3:4:5:6", "fd00:1:0:2:3:4:5:6"),
        ])
    func addresses(text: String, written: String) throws {
        let address = try #require(IPAddress(text))
        #expect(address.description == written && IPAddress(bytes: address.bytes) == address)
    }

    @Test(
        "What isn't an address is refused",
        arguments: ["", "1:2", ":1::2", "1::2::3", "12345::", "1:2:3:4:5:6:7:8:9", "g::"])
    func noAddresses(text: String) { #expect(IPAddress(text) == nil) }

    @Test(
        "Records are read from their text",
        arguments: [
            "web. 5 IN A 10.0.0.1", "web. 5 IN AAAA fd00::1", "a\\.b.c. 5 IN CNAME x\\032y.",
            "_a._tcp.b. 5 IN SRV 0 100 80 c.",
            "b. 5 IN TYPE65 \\# 00ff", "b. 5 IN SOA ns. mail. 7 1 2 3 4", "1.in-addr.arpa. 9 IN PTR web.",
        ])
    func texts(text: String) { #expect(Record(text)?.description == text) }
}
