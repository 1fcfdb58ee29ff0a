import Conformance
import ReplicaSetsSuite
import SuiteTesting
import Testing

let trial = SuiteTrial(ReplicaSetsLab.suite, worker: "ReplicaSetsWorker")

@Suite struct ReferenceTests {
    @Test("The reference passes every case of the lab, with whatever seed", arguments: [1, 2, 3, 4] as [UInt64])
    func reference(seed: UInt64) async { await trial.expectReferencePasses(seed: seed) }

    @Test("The suite is as a suite should be, and has at least forty cases")
    func form() {
        #expect(ReplicaSetsLab.suite.faults == [])
        #expect(ReplicaSetsLab.suite.cases.count >= 40)
    }
}
