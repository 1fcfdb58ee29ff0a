import Conformance
import SchedulerClusterSuite
import SuiteTesting
import TestSupport
import Testing

/// The suites that speak to an API server.
@Suite struct ProgramTests {
    private let dinghy = builtPrograms + "/dinghy"

    @Test("The suites are as suites should be")
    func form() {
        #expect(SchedulerComponent.suite.faults == [])
        #expect(SchedulerComponent.suite.cases.count >= 30)
        #expect(SchedulerCluster.suite.faults == [])
        #expect(SchedulerCluster.suite.cases.count >= 15)
    }

    @Test("The reference as a program of its own passes what is told to a program", .timeLimit(.minutes(3)))
    func program() async throws {
        let command = "\(dinghy) kube-scheduler --no-leader-elect --port=0 --secure-port=0"
        // A few of each kind; all of them: dinghy conformance run --component scheduler=…
        let suite = SchedulerComponent.suite.focused(
            on: Focus(
                "stories/resources/insufficient,stories/taints/all,stories/pod-affinity/near,stories/preemption/makes"))
        await tell(suite, to: ["scheduler": command])
    }
}
