import APIServerClusterSuite
import Conformance
import SuiteTesting
import TestSupport
import Testing

/// The suites that speak to an API server.
@Suite struct ProgramTests {
    @Test("The suites are as suites should be")
    func form() {
        #expect(APIServerComponent.suite.faults == [])
        #expect(APIServerComponent.suite.cases.count >= 70)
        #expect(APIServerCluster.suite.faults == [])
        #expect(APIServerCluster.suite.cases.count >= 70)
    }

    @Test("The API server as a program of its own passes what is told to a program", .timeLimit(.minutes(3)))
    func program() async {
        let program = ["apiserver": "\(builtPrograms)/dinghy kube-apiserver"]
        #expect(await tell(APIServerComponent.suite, to: program) >= 70)
    }
}
