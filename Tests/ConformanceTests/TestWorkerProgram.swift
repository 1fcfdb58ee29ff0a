import Linux
import TestSupport
import Testing

@testable import Conformance

/// The program `TestWorker`.
func testWorker() -> WorkerProgram {
    var limits = WorkerLimits()
    limits.memory = 256 << 20
    return WorkerProgram("\(builtPrograms)/TestWorker", callLimit: .seconds(2), limits: limits)
}

let anything = Requirement("Whatever is asked MUST be answered.", source: "the tests")

func testScenario(seed: UInt64 = 1) throws -> Scenario {
    Scenario(.lab(testWorker()), requirement: anything, seed: seed)
}
