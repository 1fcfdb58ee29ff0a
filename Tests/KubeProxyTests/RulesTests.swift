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
