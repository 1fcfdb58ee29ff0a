import Conformance
import KubeletClusterSuite
import SuiteTesting
import TestSupport
import Testing

/// The suites that speak to an API server.
@Suite struct ProgramTests {
    @Test("The suites are as suites should be")
    func form() {
        #expect(KubeletComponent.suite.faults == [])
        #expect(KubeletComponent.suite.cases.count >= 30)
        #expect(KubeletCluster.suite.faults == [])
        #expect(KubeletCluster.suite.cases.count >= 15)
    }

    @Test("The reference as a program of its own passes what is told to a program", .timeLimit(.minutes(3)))
    func program() async throws {
        let command = "\(builtPrograms)/dinghy kubelet --node-ip=127.0.0.1 --pod-logs-dir={folder}/logs"
        // A few of each kind; all of them: dinghy conformance run --component kubelet=…
        let suite = KubeletComponent.suite.focused(
            on: Focus("component/life/init-in-order,component/probes/threshold,component/ending/pre-stop"))
        #expect(await tell(suite, to: ["kubelet": command]) == 3)
    }
}
