import Conformance
import SchedulerSuite
import SuiteTesting
import Testing

let trial = SuiteTrial(SchedulerLab.suite, worker: "SchedulerWorker")

@Suite struct ReferenceTests {
    @Test("The reference scheduler passes every case of the lab, with whatever seed", arguments: [1, 2, 3] as [UInt64])
    func reference(seed: UInt64) async { await trial.expectReferencePasses(seed: seed) }

    @Test("The suite is as a suite should be, and has at least sixty cases")
    func form() {
        #expect(SchedulerLab.suite.faults == [])
        #expect(SchedulerLab.suite.cases.count >= 60)
    }
}
