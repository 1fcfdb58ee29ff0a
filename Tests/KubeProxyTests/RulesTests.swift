import API
import Schema
import ServicesContract
import Testing

@testable import KubeProxy

@Suite("Rules of services")
struct RulesTests {
    @Test("What services and endpoints become", arguments: stories)
    func story(story: Story) {
        let printed = Script.play(story.commands).replacing("ip kube-proxy ", with: "")
        #expect(printed == story.printed)
    }

    @Test("After the kernel refused a change, the next one is the whole table again")
    func startOver() {
        var script = Script()
        script.run(["service", "web", "10.96.0.20", "http:80"])
        script.run(["endpoints", "web", "http:8080", "10.244.1.2@worker-1"])
        let whole = script.proxy.takeChange()
        #expect(whole?.text.hasPrefix(BaseTable.text) == true)
        #expect(script.proxy.takeChange() == nil)
        script.proxy.startOver()
        #expect(script.proxy.takeChange() == whole)
    }

    /// Rules in another shape than ours: both ports come through one more chain, which translates without turns.
    private struct OtherCore: ServicesCore {
        func endpoints(of service: Service, among pods: [Pod]) -> [EndpointGroup] { [] }

        func rules(for service: Service, _ slices: [EndpointSlice], on node: String) -> ServiceRules {
            var rules = ServiceRules()
            for (transport, port) in [(Transport.tcp, 80), (.udp, 53)] {
                rules.entries[.nodePort(transport, port)] = "to-\(transport)"
                rules.chains["to-\(transport)"] = [Rule(.takeTurns([.go(to: "at-\(transport)")]))]
                let target = Target(IPv4Address(octets: [10, 244, 1, UInt8(port)]), port)
                rules.chains["at-\(transport)"] = [Rule(.translate(to: target))]
            }
            return rules
        }
    }

    @Test("Whatever chains a core makes, a packet is translated as what it is, and what is local is known")
    func otherCore() {
        var proxy = Proxy(node: "worker-1", core: OtherCore())
        var endpoint = Endpoint()
        (endpoint.addresses, endpoint.nodeName) = (["10.244.1.80"], "worker-1")
        var slice = EndpointSlice()
        slice.endpoints = [endpoint]
        proxy.update("default/web", Service(), [slice])
        let text = proxy.takeChange()?.text ?? ""
        #expect(text.contains("at-tcp meta l4proto tcp dnat ip to 10.244.1.80:80\n"))
        #expect(text.contains("at-udp meta l4proto udp dnat ip to 10.244.1.53:53\n"))
        #expect(text.contains("hairpin { 10.244.1.80 . 10.244.1.80 }"))
        proxy.update("default/web", nil, [])
        #expect(proxy.takeChange()?.goneUDPEndpoints.map { "\($0.address)" } == ["10.244.1.53"])
    }

    @Test("Numbers of endpoints come back only when all others have been given")
    func slots() {
        var slots = Slots()
        #expect(slots.first(of: "a", count: 3) == 0)
        #expect(slots.first(of: "b", count: 2) == 3)
        #expect(slots.first(of: "a", count: 3) == 0)
        #expect(slots.first(of: "a", count: 2) == 5)
        slots.release("a")
        #expect(slots.first(of: "a", count: 2) == 7)
    }
}

struct Story: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let commands: String
    let printed: String

    init(_ name: String, _ script: String) {
        testDescription = name
        let parts = script.split(separator: "----\n", maxSplits: 1).map(String.init)
        commands = parts[0]
        printed = (parts.count > 1 ? parts[1] : "") + "\n"
    }
}
