import Conformance
import DeploymentsClusterSuite
import SuiteTesting
import TestSupport
import Testing

/// The suites that speak to an API server.
@Suite struct ProgramTests {
    @Test("The suites are as suites should be")
    func form() {
        #expect(DeploymentsComponent.suite.faults == [])
        #expect(DeploymentsComponent.suite.cases.count >= 20)
        #expect(DeploymentsCluster.suite.faults == [])
        #expect(DeploymentsCluster.suite.cases.count >= 18)
    }

    @Test("The reference as a program of its own passes what is told to a program", .timeLimit(.minutes(3)))
    func program() async throws {
        let command =
            "\(builtPrograms)/dinghy kube-controller-manager --controllers=deployment --no-leader-elect --port=0"
        // A few; all of them: dinghy conformance run --component deployment-controller=…
        let suite = DeploymentsComponent.suite.focused(
            on: Focus("component/recreate-waits,component/broken-stops,component/rollback"))
        #expect(await tell(suite, to: ["deployment-controller": command]) == 3)
    }
}
