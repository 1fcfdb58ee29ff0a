import Conformance
import LabTool
import Linux
import ServicesSuite
import Testing

/// Where the programs lie that are built beside the tests.
let builtPrograms: String = {
    let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? readLink("/proc/self/exe")
    return String(bundle.prefix(upTo: bundle.lastIndex(of: "/") ?? bundle.startIndex))
}()

@Suite struct ReferenceTests {
    @Test("The reference passes every case of the lab, with whatever seed", arguments: [1, 2, 3] as [UInt64])
    func reference(seed: UInt64) async {
        var suite = ServicesLab.suite
        // What isn't random need not be told three times.
        if seed > 1 { suite.cases = suite.cases.filter(\.isSeeded) }
        let worker = WorkerProgram("\(builtPrograms)/ServicesWorker")
        for one in await Runner(seed: seed).run(suite, on: .lab(worker)).results where one.verdict != .pass {
            Issue.record(
                """
                \(one.case.identifier): \(one.verdict) \(one.reason)
                \(one.finding?.scenario.joined(separator: "\n") ?? "")
                expected: \(one.finding?.expected ?? "")
                observed: \(one.finding?.observed ?? "")
                """)
        }
    }

    @Test("The suite is as a suite should be, and has at least fifty cases")
    func form() {
        #expect(ServicesLab.suite.faults == [])
        #expect(ServicesLab.suite.cases.count >= 50)
    }
}
