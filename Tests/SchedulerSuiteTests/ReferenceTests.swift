import Conformance
import SchedulerSuite
import Testing

/// The program `SchedulerWorker`, built beside the tests.
func referenceWorker() -> WorkerProgram {
    let bundle = CommandLine.arguments.first { $0.contains(".xctest") } ?? CommandLine.arguments[0]
    let folder = bundle.prefix(upTo: bundle.lastIndex(of: "/") ?? bundle.startIndex)
    return WorkerProgram("\(folder)/SchedulerWorker")
}

@Suite struct ReferenceTests {
    @Test("The reference scheduler passes every case of the lab, with whatever seed", arguments: [1, 2, 3] as [UInt64])
    func reference(seed: UInt64) async {
        var suite = SchedulerLab.suite
        // What isn't random need not be told three times.
        if seed > 1 { suite.cases = suite.cases.filter(\.isSeeded) }
        let result = await Runner(seed: seed).run(suite, on: .lab(referenceWorker()))
        for one in result.results where one.verdict != .pass {
            let finding = one.finding
            Issue.record(
                """
                \(one.case.identifier): \(one.verdict) \(one.reason)
                \(finding?.scenario.joined(separator: "\n") ?? "")
                expected: \(finding?.expected ?? "")
                observed: \(finding?.observed ?? "")
                """)
        }
    }

    @Test("The suite is as a suite should be, and has at least sixty cases")
    func form() {
        #expect(SchedulerLab.suite.faults == [])
        #expect(SchedulerLab.suite.cases.count >= 60)
    }
}
