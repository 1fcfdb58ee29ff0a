import ClusterDNSSuite
import Conformance
import SuiteTesting
import Testing

let trial = SuiteTrial(ClusterDNSLab.suite, worker: "ClusterDNSWorker")

@Suite struct ReferenceTests {
    @Test("The reference passes every case of the lab, with whatever seed", arguments: [1, 2, 3] as [UInt64])
    func reference(seed: UInt64) async { await trial.expectReferencePasses(seed: seed) }

    @Test("The suite is as a suite should be, and has at least fifty cases")
    func form() {
        #expect(ClusterDNSLab.suite.faults == [])
        #expect(ClusterDNSLab.suite.cases.count >= 50)
    }
}
