@testable import Conformance
import Testing

/// The program `TestWorker`, built beside the tests.
func testWorker() -> WorkerProgram {
    let bundle = CommandLine.arguments.first { $0.contains(".xctest") } ?? CommandLine.arguments[0]
    let folder = bundle.prefix(upTo: bundle.lastIndex(of: "/") ?? bundle.startIndex)
    var limits = WorkerLimits()
    limits.memory = 256 << 20
    return WorkerProgram("\(folder)/TestWorker", callLimit: .seconds(2), limits: limits)
}

let anything = Requirement("Whatever is asked MUST be answered.", source: "the tests")

func testScenario(seed: UInt64 = 1) throws -> Scenario {
    Scenario(.lab(testWorker()), requirement: anything, seed: seed)
}
