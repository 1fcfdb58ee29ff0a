import Conformance
import ServicesSuite
import SuiteTesting
import Testing

let trial = SuiteTrial(ServicesLab.suite, worker: "ServicesWorker")

@Suite struct ReferenceTests {
    @Test("The reference passes every case of the lab, with whatever seed", arguments: [1, 2, 3] as [UInt64])
    func reference(seed: UInt64) async { await trial.expectReferencePasses(seed: seed) }

    @Test("The suite is as a suite should be, and has at least fifty cases")
    func form() {
        #expect(ServicesLab.suite.faults == [])
        #expect(ServicesLab.suite.cases.count >= 50)
    }
}
