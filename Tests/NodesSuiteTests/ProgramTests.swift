import Conformance
import NodesClusterSuite
import TestSupport
import Testing

/// The suites that speak to an API server.
@Suite struct ProgramTests {
    @Test("The suites are as suites should be")
    func form() {
        #expect(NodesComponent.suite.faults == [])
        #expect(NodesComponent.suite.cases.count >= 18)
        #expect(NodesCluster.suite.faults == [])
        #expect(NodesCluster.suite.cases.count >= 10)
    }

    @Test("The reference as a program of its own passes what is told to a program", .timeLimit(.minutes(3)))
    func program() async throws {
        let command =
            "\(builtPrograms)/dinghy kube-controller-manager --controllers=nodelifecycle,taint-eviction"
            + " --no-leader-elect --port=0"
        // A few; all of them: dinghy conformance run --component node-lifecycle-controller=…
        let suite = NodesComponent.suite.focused(
            on: Focus("component/back,component/not-tolerated,component/not-ready"))
        let result = await Runner(seed: 1).run(suite, on: .component(["node-lifecycle-controller": command]))
        #expect(result.results.count == 3)
        for one in result.results where one.verdict != .pass {
            Issue.record("\(one.case.identifier): \(one.verdict) \(one.reason) \(one.finding?.observed ?? "")")
        }
    }
}
