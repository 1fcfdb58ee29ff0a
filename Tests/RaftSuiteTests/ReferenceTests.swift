import Conformance
import Linux
import RaftSuite
import Testing

/// Where the programs lie that are built beside the tests.
let builtPrograms: String = {
    let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? readLink("/proc/self/exe")
    return String(bundle.prefix(upTo: bundle.lastIndex(of: "/") ?? bundle.startIndex))
}()

func referenceWorker() -> WorkerProgram { WorkerProgram("\(builtPrograms)/RaftWorker") }

@Suite(.timeLimit(.minutes(5))) struct ReferenceTests {
    @Test("The reference passes every case of the lab, with whatever seed", arguments: [1, 2] as [UInt64])
    func reference(seed: UInt64) async {
        var suite = RaftLab.suite
        // What isn't random need not be told twice.
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

    @Test("The suite is as a suite should be, and has at least fifty cases")
    func form() {
        #expect(RaftLab.suite.faults == [])
        #expect(RaftLab.suite.cases.count >= 50)
    }
}
