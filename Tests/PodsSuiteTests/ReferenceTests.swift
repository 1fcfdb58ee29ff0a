import Conformance
import PodsSuite
import SuiteTesting
import Testing

let trial = SuiteTrial(PodsLab.suite, worker: "PodsWorker")

@Suite struct ReferenceTests {
    @Test("The reference passes every case of the lab, with whatever seed", arguments: [1, 2, 3, 4] as [UInt64])
    func reference(seed: UInt64) async { await trial.expectReferencePasses(seed: seed) }

    @Test("The suite is as a suite should be, and has at least eighty cases")
    func form() {
        #expect(PodsLab.suite.faults == [])
        #expect(PodsLab.suite.cases.count >= 80)
    }
}
