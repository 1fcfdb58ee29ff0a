import Cgroups
import Conformance
import Glibc
import LabTool
import Linux
import PodsContract
import Testing
import TestSupport

/// The weaker kinds of sandbox, for whoever grades without root.
@Suite("Sandboxes without root", .serialized, .timeLimit(.minutes(3)))
struct SandboxKindTests {
    private static let kinds = [SandboxKind.userNamespaces, .limits].filter { $0 == .limits || canMakeUserNamespaces }

    /// A right submission, and one that tries to reach the machine, with this kind.
    @Test("A submission is judged with every kind that the machine has", arguments: kinds)
    func judged(kind: SandboxKind) async throws {
        try await withToyCourse { toy in
            let grader = try Grader(
                lab: try toy.lab, suite: ToyCourse.suite, seed: 1, launcher: ToyCourse.launcher, kind: kind)
            #expect(try !grader.shortcomings.isEmpty)
            let right = await grader.grade(
                Submission(name: "right", files: try toy.solution()), work: toy.root + "/work-right")
            #expect(right.marks?.total == 1000, "\(right.explanation) \(right.results)")
            try toy.setLimits(ToyCourse.limits(callSeconds: 2))
            let hasty = try Grader(
                lab: try toy.lab, suite: ToyCourse.suite, seed: 1, launcher: ToyCourse.launcher, kind: kind)
            var wrong = Submission(name: "wrong", files: try toy.solution())
            let loop = "struct Calculator { func sum(_ a: Int, _ b: Int) -> Int { while true {} } }"
            wrong.files[0].text = Array(loop.utf8)
            let grade = await hasty.grade(wrong, work: toy.root + "/work-wrong")
            #expect(grade.marks?.hundredths == [0, 600], "\(grade.explanation)")
        }
    }

    @Test(
        "A user namespace hides the machine's files and network as well",
        .enabled(if: canMakeUserNamespaces, "this machine doesn't let this user make user namespaces"))
    func hidden() throws {
        var plan = SandboxPlan()
        plan.folders = ["/usr", "/lib", "/lib64", "/bin"]
        plan.scratch = "/tmp"
        let sandbox = try Sandbox(
            .userNamespaces, launcher: ToyCourse.launcher, name: "unused", limits: ResourceLimits())
        let script = """
            test ! -e /etc/passwd && ! touch /usr/x 2>/dev/null && test $(id -u) != 0 && touch /tmp/y &&
            test $(ls -d /proc/[0-9]* | wc -l) -lt 5 && grep -c : /proc/net/dev
            """
        let command = sandbox.command(["/bin/sh", "-c", script], plan)
        let output = try runToEnd(Spawn(command[0], command, environment: []), seconds: 20)
        // The loopback is there, and down.
        #expect(output.status == 0 && output.text == "1\n", "\(output)")
    }

    private static let canMakeUserNamespaces = SandboxKind.works(.userNamespaces, ToyCourse.launcher)
}
