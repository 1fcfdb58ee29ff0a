import Conformance
import ReconciliationClusterSuite
import SuiteTesting
import TestSupport
import Testing

/// The suites that speak to an API server.
@Suite struct ProgramTests {
    @Test("The suites are as suites should be")
    func form() {
        #expect(ReconciliationComponent.suite.faults == [])
        #expect(ReconciliationComponent.suite.cases.count >= 18)
        #expect(ReconciliationCluster.suite.faults == [])
        #expect(ReconciliationCluster.suite.cases.count >= 16)
    }

    @Test("The reference as a program passes what is told to a program", .timeLimit(.minutes(3)))
    func program() async throws {
        // A few of each kind; all of them: dinghy conformance run --component copy-controller=…
        let suite = ReconciliationComponent.suite.focused(
            on: Focus("component/copies,component/cut-off,component/gone-while-dead"))
        let program = ["copy-controller": "\(builtPrograms)/dinghy copy-controller"]
        #expect(await tell(suite, to: program) == 3)
    }
}
