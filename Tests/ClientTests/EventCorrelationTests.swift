import API
import Schema
import Testing

@testable import Client

@Suite struct EventCorrelationTests {
    private func remark(_ message: String) -> EventCorrelation.Remark {
        var object = ObjectReference()
        object.kind = "Pod"
        object.namespace = "default"
        object.name = "web"
        return EventCorrelation.Remark(object: object, type: "Warning", reason: "FailedScheduling", message: message)
    }

    private func time(_ seconds: Int) -> MicroTime { MicroTime(microseconds: seconds * 1_000_000) }

    @Test func whatIsSaidAgainRaisesTheCount() {
        var correlation = EventCorrelation(component: "scheduler")
        guard case .create(let first) = correlation.observe(remark("no"), time: time(10)),
            case .patch(let second) = correlation.observe(remark("no"), time: time(70))
        else {
            Issue.record("expected a creation and a patch")
            return
        }
        #expect(first.metadata.name == second.metadata.name)
        #expect(second.count == 2)
        #expect(second.firstTimestamp == Time(seconds: 10))
        #expect(second.lastTimestamp == Time(seconds: 70))
    }

    @Test func anObjectThatIsTalkedAboutTooMuchIsSilencedForAWhile() {
        var correlation = EventCorrelation(component: "scheduler")
        let actions = (0..<30).map { correlation.observe(remark("no \($0)"), time: time(10)) }
        #expect(actions.count { $0 == .drop } == 5)
        #expect(correlation.observe(remark("later"), time: time(10 + 300)) != .drop)
    }
}
