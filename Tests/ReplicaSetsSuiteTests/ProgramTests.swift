import Conformance
import ReplicaSetsClusterSuite
import SuiteTesting
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

    /// The program decides by itself, and by a lab's worker.
    @Test(
        "The reference as a program of its own passes what is told to a program", .timeLimit(.minutes(3)),
        arguments: [
            ("", "component/adopts-late,component/lets-go,component/restart,component/refused"),
            ("/usr/bin/env DINGHY_REPLICASETS_CORE=\(builtPrograms)/ReplicaSetsWorker ", "component/adopts-late"),
        ])
    func program(environment: String, focus: String) async throws {
        let command =
            "\(environment)\(builtPrograms)/dinghy kube-controller-manager --controllers=replicaset --no-leader-elect"
            + " --port=0"
        // A few of each kind; all of them: dinghy conformance run --component replicaset-controller=…
        let suite = ReplicaSetsComponent.suite.focused(on: Focus(focus))
        #expect(await tell(suite, to: ["replicaset-controller": command]) == focus.split(separator: ",").count)
    }
}
