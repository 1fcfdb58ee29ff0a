import Conformance
import RaftSuite
import SuiteTesting
import Testing

let trial = SuiteTrial(RaftLab.suite, worker: "RaftWorker")

@Suite(.timeLimit(.minutes(5))) struct ReferenceTests {
    @Test("The reference passes every case of the lab, with whatever seed", arguments: [1, 2] as [UInt64])
    func reference(seed: UInt64) async { await trial.expectReferencePasses(seed: seed) }

    @Test("The suite is as a suite should be, and has at least fifty cases")
    func form() {
        #expect(RaftLab.suite.faults == [])
        #expect(RaftLab.suite.cases.count >= 50)
    }
}
