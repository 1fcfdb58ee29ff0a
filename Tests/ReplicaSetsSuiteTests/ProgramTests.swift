import Conformance
import ReplicaSetsClusterSuite
import TestSupport
import Testing

/// The suites that speak to an API server.
@Suite struct ProgramTests {
    @Test("The suites are as suites should be")
    func form() {
        #expect(ReplicaSetsComponent.suite.faults == [])
        #expect(ReplicaSetsComponent.suite.cases.count >= 20)
        #expect(ReplicaSetsCluster.suite.faults == [])
        #expect(ReplicaSetsCluster.suite.cases.count >= 18)
    }

    @Test("The reference as a program of its own passes what is told to a program", .timeLimit(.minutes(3)))
    func program() async throws {
        let command =
            "\(builtPrograms)/dinghy kube-controller-manager --controllers=replicaset --no-leader-elect --port=0"
        // A few of each kind; all of them: dinghy conformance run --component replicaset-controller=…
        let suite = ReplicaSetsComponent.suite.focused(
            on: Focus("component/adopts-late,component/lets-go,component/restart,component/refused"))
        let result = await Runner(seed: 1).run(suite, on: .component(["replicaset-controller": command]))
        #expect(result.results.count == 4)
        for one in result.results where one.verdict != .pass {
            Issue.record("\(one.case.identifier): \(one.verdict) \(one.reason) \(one.finding?.observed ?? "")")
        }
    }
}
