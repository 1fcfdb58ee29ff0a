import Conformance
import ObjectsClusterSuite
import SuiteTesting
import TestSupport
import Testing

/// The suites that speak to an API server.
@Suite struct ProgramTests {
    @Test("The suites are as suites should be")
    func form() {
        #expect(ObjectsComponent.suite.faults == [])
        #expect(ObjectsComponent.suite.cases.count >= 30)
        #expect(ObjectsCluster.suite.faults == [])
        #expect(ObjectsCluster.suite.cases.count >= 36)
    }

    @Test("The API server as a program of its own passes what is told to a program", .timeLimit(.minutes(3)))
    func program() async {
        #expect(await tell(ObjectsComponent.suite, to: ["apiserver": "\(builtPrograms)/dinghy kube-apiserver"]) >= 30)
    }
}
