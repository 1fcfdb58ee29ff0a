import ClusterDNSClusterSuite
import Conformance
import SuiteTesting
import TestSupport
import Testing

/// The suites that speak to a name server, and to a cluster.
@Suite struct ProgramTests {
    @Test("The suites are as suites should be")
    func form() {
        #expect(ClusterDNSComponent.suite.faults == [])
        #expect(ClusterDNSComponent.suite.cases.count >= 30)
        #expect(ClusterDNSCluster.suite.faults == [])
        #expect(ClusterDNSCluster.suite.cases.count >= 15)
    }

    @Test("The reference as a program of its own passes what is told to a program", .timeLimit(.minutes(3)))
    func program() async throws {
        // A few of each kind; all of them: dinghy conformance run --component cluster-dns=…
        let suite = ClusterDNSComponent.suite.focused(
            on: Focus("component/headless-unready,component/gone,component/truncated,component/garbage"))
        let command = "\(builtPrograms)/dinghy dns --ready-bind-address=127.0.0.1:0"
        #expect(await tell(suite, to: ["cluster-dns": command]) == 4)
    }
}
