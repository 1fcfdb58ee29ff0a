import Conformance
import NodesClusterSuite
import SuiteTesting
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

    /// The program decides by itself, and by a lab's worker.
    @Test(
        "The reference as a program of its own passes what is told to a program", .timeLimit(.minutes(3)),
        arguments: [
            ("", "component/back,component/not-tolerated,component/not-ready"),
            ("/usr/bin/env DINGHY_NODES_CORE=\(builtPrograms)/NodesWorker ", "component/toleration-seconds"),
        ])
    func program(environment: String, focus: String) async throws {
        let command =
            "\(environment)\(builtPrograms)/dinghy kube-controller-manager"
            + " --controllers=nodelifecycle,tainteviction --no-leader-elect --port=0"
        // A few; all of them: dinghy conformance run --component node-lifecycle-controller=…
        let suite = NodesComponent.suite.focused(on: Focus(focus))
        #expect(await tell(suite, to: ["node-lifecycle-controller": command]) == focus.split(separator: ",").count)
    }
}
