import Conformance
import KubeletSuite
import SuiteTesting
import Testing

let trial = SuiteTrial(KubeletLab.suite, worker: "KubeletWorker")

@Suite struct ReferenceTests {
    @Test("The reference passes every case of the lab, with whatever seed", arguments: [1, 2, 3, 4] as [UInt64])
    func reference(seed: UInt64) async { await trial.expectReferencePasses(seed: seed) }

    @Test("The suite is as a suite should be, and has at least sixty cases")
    func form() {
        #expect(KubeletLab.suite.faults == [])
        #expect(KubeletLab.suite.cases.count >= 60)
    }
}
