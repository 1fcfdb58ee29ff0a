import Conformance
import PodsClusterSuite
import SuiteTesting
import TestSupport
import Testing

/// The suites that speak to a container runtime and to a cluster.
@Suite struct ProgramTests {
    @Test("The suites are as suites should be")
    func form() {
        #expect(PodsComponent.suite.faults == [])
        #expect(PodsComponent.suite.cases.count >= 40)
        #expect(PodsCluster.suite.faults == [])
        #expect(PodsCluster.suite.cases.count >= 20)
    }

    @Test(
        "The reference as a program of its own passes what is told to a program",
        .enabled(if: Requirements.isRoot, "needs root"), .timeLimit(.minutes(3)))
    func program() async throws {
        // A few of each kind; all of them: dinghy conformance run --component container-runtime=…
        let suite = PodsComponent.suite.focused(
            on: Focus("sandbox/ready,shared/network,exit/codes,log/form,limits/groups,restart/survives"))
        let runtime = ["container-runtime": "\(builtPrograms)/dinghy container-runtime"]
        #expect(await tell(suite, to: runtime) == 6)
    }
}
