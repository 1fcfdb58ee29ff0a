import APIServerSuite
import Conformance
import SuiteTesting
import Testing

let trial = SuiteTrial(APIServerLab.suite, worker: "APIServerWorker")

@Suite struct ReferenceTests {
    @Test("The reference passes every case of the lab, with whatever seed", arguments: [1, 2, 3, 4] as [UInt64])
    func reference(seed: UInt64) async { await trial.expectReferencePasses(seed: seed) }

    @Test("The suite is as a suite should be, and has at least seventy cases")
    func form() {
        #expect(APIServerLab.suite.faults == [])
        #expect(APIServerLab.suite.cases.count >= 70)
    }
}
