import Conformance
import Linux
import PodNetworkClusterSuite
import SuiteTesting
import TestSupport
import Testing

/// The suites that speak to a plugin, and to a cluster.
@Suite struct ProgramTests {
    @Test("The suites are as suites should be")
    func form() {
        #expect(PodNetworkComponent.suite.faults == [])
        #expect(PodNetworkComponent.suite.cases.count >= 30)
        #expect(PodNetworkCluster.suite.faults == [])
        #expect(PodNetworkCluster.suite.cases.count >= 15)
    }

    @Test(
        "The reference as a plugin passes what is told to a plugin",
        .enabled(if: Requirements.isRoot, "needs root, for network namespaces"), .timeLimit(.minutes(3)))
    func plugin() async throws {
        // Some of each kind; all of them: dinghy conformance run --component cni-plugin=…
        let focus = "result/form,refusal/environment,pods-reach-each-other,del/namespace-gone,check/address,addresses/"
        try await expectPasses("\(builtPrograms)/dinghy network-plugin", focus)
    }

    @Test(
        "So does a core in a process of its own, as the lab builds it",
        .enabled(if: Requirements.isRoot, "needs root, for network namespaces"), .timeLimit(.minutes(3)))
    func worker() async throws {
        let command = "\(builtPrograms)/dinghy network-plugin --core \(builtPrograms)/PodNetworkWorker"
        try await expectPasses(command, "pods-reach-each-other,check/address")
    }

    private func expectPasses(_ command: String, _ focus: String) async throws {
        let suite = PodNetworkComponent.suite.focused(on: Focus(focus))
        #expect(await tell(suite, to: ["cni-plugin": command]) > 0)
    }
}
