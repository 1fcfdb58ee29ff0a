import Conformance
import ObjectsClusterSuite
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
        let result = await Runner(seed: 1).run(
            ObjectsComponent.suite, on: .component(["apiserver": "\(builtPrograms)/dinghy kube-apiserver"]))
        #expect(result.results.count >= 30)
        for one in result.results where one.verdict != .pass {
            Issue.record("\(one.case.identifier): \(one.verdict) \(one.reason) \(one.finding?.observed ?? "")")
        }
    }
}
