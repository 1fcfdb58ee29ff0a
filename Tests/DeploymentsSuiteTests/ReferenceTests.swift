import Conformance
import DeploymentsSuite
import SuiteTesting
import Testing

let trial = SuiteTrial(DeploymentsLab.suite, worker: "DeploymentsWorker")

@Suite struct ReferenceTests {
    @Test("The reference passes every case of the lab, with whatever seed", arguments: [1, 2, 3, 4] as [UInt64])
    func reference(seed: UInt64) async { await trial.expectReferencePasses(seed: seed) }

    @Test("The suite is as a suite should be, and has at least forty cases")
    func form() {
        #expect(DeploymentsLab.suite.faults == [])
        #expect(DeploymentsLab.suite.cases.count >= 40)
    }
}
