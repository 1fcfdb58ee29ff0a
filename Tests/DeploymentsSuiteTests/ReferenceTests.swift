import Conformance
import Linux
import DeploymentsSuite
import Testing

/// Where the programs lie that are built beside the tests.
let builtPrograms: String = {
    let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? readLink("/proc/self/exe")
    return String(bundle.prefix(upTo: bundle.lastIndex(of: "/") ?? bundle.startIndex))
}()

@Suite struct ReferenceTests {
    @Test("The reference passes every case of the lab, with whatever seed", arguments: [1, 2, 3, 4] as [UInt64])
    func reference(seed: UInt64) async {
        var suite = DeploymentsLab.suite
        // What isn't random need not be told again.
        if seed > 1 { suite.cases = suite.cases.filter(\.isSeeded) }
        let worker = WorkerProgram("\(builtPrograms)/DeploymentsWorker")
        for one in await Runner(seed: seed).run(suite, on: .lab(worker)).results where one.verdict != .pass {
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

    @Test("The suite is as a suite should be, and has at least forty cases")
    func form() {
        #expect(DeploymentsLab.suite.faults == [])
        #expect(DeploymentsLab.suite.cases.count >= 40)
    }
}
