import Conformance
import Glibc
import LabTool
import Linux
import Testing
import TestSupport

/// What a submission may try, and what comes of it. Each attack replaces the step 1 of a submission that is otherwise
/// right: step 2 must still be judged on its own, and the grader must live on.
@Suite(
    "Attacks on the grader", .serialized, .timeLimit(.minutes(5)),
    .enabled(if: Requirements.isRoot, "the sandbox needs root"))
struct AttackTests {
    /// The grade of the toy's solution with this body of `sum`.
    private func grade(
        sum: String, in toy: ToyCourse, more: String = "", hidden: [String] = [], limits: String? = nil
    ) async throws -> Grade {
        if let limits { try toy.setLimits(limits) }
        var submission = Submission(name: "attack", files: try toy.solution())
        submission.files[0].text = Array(
            """
            import Glibc
            struct Calculator {
                func sum(_ a: Int, _ b: Int) -> Int {
                    \(sum)
                }
            }
            \(more)
            """.utf8)
        return try await grade(submission, in: toy, hidden: hidden)
    }

    private func grade(_ submission: Submission, in toy: ToyCourse, hidden: [String] = []) async throws -> Grade {
        var grader = try Grader(lab: try toy.lab, suite: ToyCourse.suite, seed: 1, launcher: ToyCourse.launcher)
        #expect(grader.kind == .namespaces)
        grader.hidden = hidden
        return await grader.grade(submission, work: toy.root + "/work-\(submission.name)")
    }

    private func observed(_ grade: Grade) -> String {
        grade.results.compactMap { $0.finding?.observed }.joined(separator: "\n") + grade.explanation
    }

    @Test("A right submission gets everything, with nothing remarked")
    func right() async throws {
        try await withToyCourse { toy in
            let grade = try await grade(sum: "a + b", in: toy)
            #expect(grade.marks?.total == 1000, "\(observed(grade))")
            #expect(grade.remarks == [])
        }
    }

    @Test(
        "What a call does instead of answering costs its step, and no other",
        arguments: [
            ("an infinite loop", "while true {}", "within 2 s"),
            ("an exit with 0", "exit(0)", "exit code 0"),
            ("a crash", "[1][a + b + 1]", "in Calculator.sum(_:_:), Calculator.swift, line 4"),
            ("a forged report", #"print("{\"id\":1,\"result\":5} 1000 points"); return 7"#, "sum of"),
            (
                "an answer of its own", #"_ = write(4, "{\"verdict\":\"pass\"}\n", 19); return 5"#,
                "not one that the worker gives"
            ),
            (
                "a memory hog", "var x: [[UInt8]] = []; while true { x.append(.init(repeating: 1, count: 1 << 20)) }",
                "killed"
            ),
        ])
    func misbehaviour(name: String, sum: String, observation: String) async throws {
        try await withToyCourse { toy in
            let limits = observation == "within 2 s" ? ToyCourse.limits(callSeconds: 2) : nil
            let grade = try await grade(sum: sum, in: toy, limits: limits)
            #expect(grade.state == .graded)
            #expect(grade.marks?.hundredths == [0, 600], "\(observed(grade))")
            #expect(observed(grade).contains(observation), "\(observed(grade))")
        }
    }

    @Test("A fork bomb meets the limit of processes, and nothing of it is left")
    func forkBomb() async throws {
        try await withToyCourse { toy in
            let bomb = #"system("b() { b | b & }; b; sleep 300"); return a + b"#
            let grade = try await grade(sum: bomb, in: toy)
            #expect(grade.marks?.hundredths[1] == 600, "\(observed(grade))")
            #expect(try processes(like: "sleep 300").isEmpty)
        }
    }

    @Test("The disk can't be filled")
    func diskFilling() async throws {
        try await withToyCourse { toy in
            let fill = """
                var total = 0
                for n in 0..<1000 {
                    let file = open("f\\(n)", O_WRONLY | O_CREAT, 0o600)
                    if file < 0 { break }
                    let block = [UInt8](repeating: 1, count: 1 << 20)
                    for _ in 0..<8 {
                        let written = write(file, block, block.count)
                        if written <= 0 { return total >> 20 < 100 ? a + b : -1 }
                        total += written
                    }
                    close(file)
                }
                return total >> 20 < 100 ? a + b : -1
                """
            let grade = try await grade(sum: fill, in: toy)
            // Either the file system was full, or the memory that it is made of.
            #expect(grade.marks?.hundredths[1] == 600, "\(observed(grade))")
            #expect(!observed(grade).contains("-1"))
            #expect(try treeSize(toy.root + "/work-attack/scratch").bytes < 1 << 20)
        }
    }

    @Test("Neither the overlay, nor the report, nor other people's files can be read or written")
    func hiddenFiles() async throws {
        try await withToyCourse { toy in
            try makeFolder(toy.root + "/overlay")
            try writeFile(toy.root + "/overlay/seed", "4711")
            let places = [
                "\(toy.root)/overlay/seed", "/etc/passwd", "/root", "/proc/1/root/etc/passwd", "\(toy.root)/Sources",
            ]
            let tries = places.map { #"access("\#($0)", F_OK) == 0"# }.joined(separator: " || ")
            let read =
                "if \(tries) { return -1 }; if open(\"/usr/new\", O_CREAT | O_WRONLY, 0o600) >= 0 { return -2 }; "
                + "if geteuid() == 0 { return -3 }; return a + b"
            let grade = try await grade(sum: read, in: toy, hidden: [toy.root + "/overlay"])
            #expect(grade.marks?.total == 1000, "\(observed(grade))")
        }
    }

    @Test("There is no network, and no way to the machine's processes")
    func network() async throws {
        try await withToyCourse { toy in
            let tries = """
                let number = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
                var address = sockaddr_in()
                address.sin_family = sa_family_t(AF_INET)
                address.sin_port = in_port_t(22).bigEndian
                address.sin_addr.s_addr = in_addr_t(0x7f000001).bigEndian
                let connected = withUnsafePointer(to: &address) {
                    $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(number, $0, 16) }
                }
                guard connected < 0, errno == ENETUNREACH else { return -1 }
                guard getpid() == 1, kill(-1, SIGKILL) != 0 || true else { return -2 }
                return a + b
                """
            let grade = try await grade(sum: tries, in: toy)
            #expect(grade.marks?.total == 1000, "\(observed(grade))")
        }
    }

    @Test("System calls that reach into the kernel or other processes are refused")
    func systemCalls() async throws {
        try await withToyCourse { toy in
            // Of a glibc that has no functions for them; without the filter, all but mount would do something else than
            // refuse a program without rights.
            #if arch(x86_64)
                // ptrace, unshare, mount, keyctl, perf_event_open, bpf, io_uring_setup, process_vm_readv
                let numbers = "101, 272, 165, 250, 298, 321, 425, 310"
            #else
                let numbers = "117, 97, 40, 219, 241, 280, 425, 270"
            #endif
            let tries = """
                typealias Call = @convention(c) (Int, Int, Int, Int, Int, Int) -> Int
                let call = unsafeBitCast(dlsym(nil, "syscall"), to: Call.self)
                for number in [\(numbers)] {
                    errno = 0
                    if call(number, 0, 0, 0, 0, 0) != -1 || errno != EPERM { return -number }
                }
                return a + b
                """
            let grade = try await grade(sum: tries, in: toy)
            #expect(grade.marks?.total == 1000, "\(observed(grade))")
        }
    }

    @Test("What it leaves behind ends with its case")
    func leftovers() async throws {
        try await withToyCourse { toy in
            let leave = #"system("setsid nohup sleep 3456 >/dev/null 2>&1 & setsid sleep 3456 &"); return a + b"#
            let grade = try await grade(sum: leave, in: toy)
            #expect(grade.marks?.total == 1000, "\(observed(grade))")
            try await eventually("the processes are gone") { try processes(like: "sleep 3456").isEmpty }
            #expect(try groups().isEmpty)
        }
    }

    @Test("A source that the compiler never finishes, or that takes all memory, is a submission that isn't built")
    func compileTimeBomb() async throws {
        try await withToyCourse { toy in
            let types =
                "typealias A<T> = (T, T, T, T, T, T, T, T)\n"
                + "typealias B<T> = A<A<A<A<T>>>>\ntypealias C<T> = B<B<B<T>>>\n"
                + "func f(_ x: C<C<Int>>) -> C<C<Int>> { x }\n"
            let grade = try await grade(
                sum: "a + b", in: toy, more: types, limits: ToyCourse.limits(buildSeconds: 6, callSeconds: 2))
            #expect(grade.state == .notBuilt)
            #expect(grade.marks?.total == 0)
            #expect(try groups().isEmpty)
        }
    }

    @Test("The compiler can't be made to read the machine's files")
    func compilerReads() async throws {
        try await withToyCourse { toy in
            let grade = try await grade(
                sum: "a + b", in: toy, more: #"#sourceLocation(file: "/etc/passwd", line: 1)"# + "\nlet x: Int = \"\"")
            #expect(grade.state == .notBuilt)
            #expect(!grade.explanation.contains("root:"))
        }
    }

    private func processes(like text: String) throws -> [String] {
        try listFolder("/proc").filter { Int($0) != nil }.filter { process in
            let words = (try? readFile("/proc/\(process)/cmdline")) ?? []
            return String(decoding: words.map { $0 == 0 ? 32 : $0 }, as: UTF8.self).hasPrefix(text)
        }
    }

    /// Control groups that this test's graders have left.
    private func groups() throws -> [String] {
        try ["/sys/fs/cgroup", "/sys/fs/cgroup/memory", "/sys/fs/cgroup/unified"].filter(isFolder).flatMap { root in
            try listFolder(root).filter { $0.hasPrefix("dinghy-grade-\(getpid())-") }
        }
    }
}
