import Linux
import TestSupport
import Testing

@testable import Conformance

/// The program `TestWorker`.
/// - Parameter callLimit: as short as reports have it, since somebody hangs.
func testWorker(callLimit: Duration = .seconds(2)) -> WorkerProgram {
    var limits = WorkerLimits()
    limits.memory = 256 << 20
    return WorkerProgram("\(builtPrograms)/TestWorker", callLimit: callLimit, limits: limits)
}

let anything = Requirement("Whatever is asked MUST be answered.", source: "the tests")

/// - Parameter callLimit: by default long enough for a busy machine to tell where a program crashed.
func testScenario(seed: UInt64 = 1, callLimit: Duration = .seconds(30)) throws -> Scenario {
    Scenario(.lab(testWorker(callLimit: callLimit)), requirement: anything, seed: seed)
}
