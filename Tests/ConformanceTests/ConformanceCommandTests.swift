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

    /// Our scheduler as any program: on a control plane without nodes, seen through the API only.
    @Test func aSchedulerIsExaminedAsAProgram() async throws {
        let scheduler = "scheduler=\(dinghy) kube-scheduler --no-leader-elect --port=0"
        let cases = "component/binds,component/every-taint,component/restart"
        let result = try await run([dinghy, "conformance", "run", "--component", scheduler, "--focus", cases])
        #expect(result.status == 0, "\(result.output)")
        #expect(result.output.contains("3 passed, 0 failed, 0 skipped, 0 unknown"))
    }

    @Test func aProgramThatIsNoSchedulerFails() async throws {
        let words = [dinghy, "conformance", "run", "--component", "scheduler=/bin/false", "--focus", "component/binds"]
        let result = try await run(words)
        #expect(result.status == 1)
        #expect(result.output.contains("the program has ended"), "\(result.output)")
    }

    private let dinghy = builtPrograms + "/dinghy"
}
