import Conformance
import EtcdSuite
import Linux
import Testing

/// Where the programs lie that are built beside the tests.
let builtPrograms: String = {
    let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? readLink("/proc/self/exe")
    return String(bundle.prefix(upTo: bundle.lastIndex(of: "/") ?? bundle.startIndex))
}()

@Suite struct ReferenceTests {
    @Test("The reference store passes every case of the lab, with whatever seed", arguments: [1, 2, 3] as [UInt64])
    func reference(seed: UInt64) async {
        var suite = EtcdLab.suite
        // What isn't random need not be told three times.
        if seed > 1 { suite.cases = suite.cases.filter(\.isSeeded) }
        let result = await Runner(seed: seed).run(suite, on: .lab(WorkerProgram("\(builtPrograms)/EtcdWorker")))
        for one in result.results where one.verdict != .pass { Issue.record("\(one.explanation)") }
    }

    @Test("The suite is as a suite should be, and has at least a hundred cases")
    func form() {
        #expect(EtcdLab.suite.faults == [])
        #expect(EtcdLab.suite.cases.count >= 100)
    }
}

extension CaseResult {
    var explanation: String {
        """
        \(`case`.identifier): \(verdict) \(reason)
        \(finding?.scenario.joined(separator: "\n") ?? "")
        expected: \(finding?.expected ?? "")
        observed: \(finding?.observed ?? "")
        """
    }
}
