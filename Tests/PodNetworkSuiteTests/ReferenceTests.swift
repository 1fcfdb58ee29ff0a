import Conformance
import PodNetworkSuite
import SuiteTesting
import Testing

let trial = SuiteTrial(PodNetworkLab.suite, worker: "PodNetworkWorker")

@Suite struct ReferenceTests {
    @Test("The reference passes every case of the lab, with whatever seed", arguments: [1, 2, 3, 4] as [UInt64])
    func reference(seed: UInt64) async { await trial.expectReferencePasses(seed: seed) }

    @Test("The suite is as a suite should be, and has at least fifty cases")
    func form() {
        #expect(PodNetworkLab.suite.faults == [])
        #expect(PodNetworkLab.suite.cases.count >= 50)
    }
}
