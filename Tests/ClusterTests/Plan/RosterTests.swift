import Testing

@testable import Dinghy

@Suite("The supervisor's decisions") struct RosterTests {
    private func component(_ name: String, _ flag: String = "") -> Component {
        Component(name: name, program: "/\(name)", arguments: [name, flag], network: .host)
    }

    @Test("A component that keeps ending is started after longer and longer times, up to ten seconds")
    func backOff() {
        var policy = RestartPolicy()
        let delays = (0..<9).map { _ in policy.delay(afterRunning: .zero) }
        #expect(delays == [100, 200, 400, 800, 1600, 3200, 6400, 10000, 10000].map { .milliseconds($0) })
    }

    @Test("A component that has run for ten seconds begins anew")
    func healthy() {
        var policy = RestartPolicy()
        for _ in 0..<5 { _ = policy.delay(afterRunning: .zero) }
        #expect(policy.delay(afterRunning: .seconds(10)) == .milliseconds(100))
    }

    @Test("What is planned is due at once, and again a while after it has ended")
    func restart() {
        var roster = Roster()
        #expect(roster.follow([component("etcd")], now: .zero) == [])
        #expect(roster.due(at: .zero).map(\.name) == ["etcd"])
        roster.started("etcd", as: 7, at: .zero)
        #expect(roster.due(at: .seconds(1)).isEmpty)
        #expect(roster.ended(7, at: .seconds(1))?.name == "etcd")
        #expect(roster.due(at: .seconds(1)).isEmpty)
        #expect(roster.nextWake == .seconds(1) + .milliseconds(100))
        #expect(roster.due(at: .seconds(2)).map(\.name) == ["etcd"])
        #expect(roster.entries.map(\.restarts) == [1])
    }

    @Test("What is no longer planned is told to end, then killed, then forgotten")
    func removal() {
        var roster = Roster()
        _ = roster.follow([component("kubelet")], now: .zero)
        roster.started("kubelet", as: 7, at: .zero)
        #expect(roster.follow([], now: .seconds(1)) == [7])
        #expect(roster.overdue(at: .seconds(2)).isEmpty)
        #expect(roster.overdue(at: .seconds(4)) == [7])
        #expect(roster.ended(7, at: .seconds(5)) != nil)
        #expect(roster.isEmpty)
    }

    @Test("What is planned with other arguments is ended and started with them at once")
    func change() {
        var roster = Roster()
        _ = roster.follow([component("kubelet", "old")], now: .zero)
        roster.started("kubelet", as: 7, at: .zero)
        #expect(roster.follow([component("kubelet", "new")], now: .seconds(1)) == [7])
        _ = roster.ended(7, at: .seconds(2))
        #expect(roster.due(at: .seconds(2)).map(\.arguments) == [["kubelet", "new"]])
    }

    @Test("A process that nobody knows changes nothing")
    func stranger() {
        var roster = Roster()
        #expect(roster.ended(9, at: .zero) == nil)
    }
}
