import Conformance
import EtcdSuite
import SuiteTesting
import Testing

let trial = SuiteTrial(EtcdLab.suite, worker: "EtcdWorker")

@Suite struct ReferenceTests {
    @Test("The reference store passes every case of the lab, with whatever seed", arguments: [1, 2, 3] as [UInt64])
    func reference(seed: UInt64) async { await trial.expectReferencePasses(seed: seed) }

    @Test("The suite is as a suite should be, and has at least a hundred cases")
    func form() {
        #expect(EtcdLab.suite.faults == [])
        #expect(EtcdLab.suite.cases.count >= 100)
    }
}
