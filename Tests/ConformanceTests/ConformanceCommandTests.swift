import Linux
import TestSupport
import Testing

/// `dinghy conformance` as a person types it.
@Suite struct ConformanceCommandTests {
    @Test(arguments: [
        ([], "say what to examine: --lab, --component or --kubeconfig"),
        (["--lab", "a", "--kubeconfig", "b"], "say what to examine"),
        (["--component", "scheduler"], "write COMPONENT=PROGRAM, each component once"),
        (["--component", "scheduler=/nowhere"], "/nowhere is not there"),
        (["--component", "scheduler=/bin/sh", "--component", "scheduler=/bin/sh"], "each component once"),
        (
            ["--component", "scheduler=/bin/sh", "--focus", "no/such/case"],
            "no case's identifier contains no/such/case"
        ),
        (["--lab", "/"], "/ is no workspace of a lab"),
        (["--kubeconfig", "x", "--suite", "/nowhere"], "/nowhere: no such folder"),
    ])
    func aCommandThatCannotBeMeantSaysWhy(_ arguments: [String], _ reason: String) async throws {
        let result = try await run([dinghy, "conformance", "run"] + arguments)
        #expect(result.status != 0)
        #expect(result.errors.contains(reason), "\(result.errors)")
    }

    private let dinghy = builtPrograms + "/dinghy"
}
