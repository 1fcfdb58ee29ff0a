import Glibc
import LabTool
import Linux
import TestSupport
import Testing

/// Ctrl-C in the middle: nothing of it stays behind.
@Suite("Interruptions", .serialized, .timeLimit(.minutes(4)))
struct InterruptionTests {
    private static let lab = ToyCourse.launcher

    @Test("A check that is interrupted leaves no compiler and no worker behind")
    func check() async throws {
        try await withSubmission { folder in
            try await withRunning([Self.lab, "check", "--folder", folder]) { check in
                try await eventually("a compiler runs", within: .seconds(60)) {
                    try !processes(like: "\(folder)/.lab/build").subtracting([check.process]).isEmpty
                }
                try sendSignal(SIGINT, to: check.process)
                #expect(try await check.ends() == 128 + SIGINT)
                try await eventually("all are gone") { try processes(like: folder).isEmpty }
            }
        }
    }

    @Test(
        "Grading that is interrupted leaves no process, mount, control group or scratch folder behind",
        .enabled(if: Requirements.isRoot, "the sandbox needs root"))
    func grade() async throws {
        try await withSubmission { folder in
            let words = [Self.lab, "grade", folder, "--report-dir", folder + "/out"]
            try await withRunning(words) { grade in
                let group = "dinghy-grade-\(grade.process)-"
                var scratch: String?
                try await eventually("a compiler runs in a sandbox", within: .seconds(60)) {
                    scratch = try commandLines().values.filter { $0.contains(group) && $0.contains("swiftc") }
                        .compactMap { $0.firstMatch(of: /\/tmp\/dinghy-lab-\w+/).map { String($0.output) } }.first
                    return scratch != nil
                }
                let place = try #require(scratch)
                try sendSignal(SIGINT, to: grade.process)
                #expect(try await grade.ends() == 128 + SIGINT)
                try await eventually("all processes are gone") { try processes(like: place).isEmpty }
                #expect(!fileExists(place) && !isFolder(place))
                #expect(try groups(like: group).isEmpty)
                #expect(try !readText("/proc/self/mountinfo").contains(place))
            }
        }
    }

    /// The scheduler's starter, as somebody's workspace.
    private func withSubmission(_ body: (String) async throws -> Void) async throws {
        let root = String(
            #filePath.prefix(upTo: #filePath.firstRange(of: "/Tests/LabToolTests")?.lowerBound ?? "".startIndex))
        try await withTemporaryFolder { folder in
            for file in try Course(root: root).lab("09").starterFiles() {
                let path = "\(folder)/\(file.path)"
                try makeFolder(String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)]))
                try writeFile(path, file.text)
            }
            try makeFolder(folder + "/.lab")
            try writeFile(folder + "/.lab/state.json", #"{"lab":"09-Scheduler"}"#)
            try await body(folder)
        }
    }

    private func commandLines() throws -> [Int32: String] {
        var lines: [Int32: String] = [:]
        for process in try listFolder("/proc").compactMap({ Int32($0) }) {
            let words = (try? readFile("/proc/\(process)/cmdline")) ?? []
            lines[process] = String(decoding: words.map { $0 == 0 ? 32 : $0 }, as: UTF8.self)
        }
        return lines
    }

    private func processes(like text: String) throws -> Set<Int32> {
        Set(try commandLines().filter { $0.value.contains(text) }.keys)
    }

    private func groups(like name: String) throws -> [String] {
        try ["/sys/fs/cgroup", "/sys/fs/cgroup/memory", "/sys/fs/cgroup/pids", "/sys/fs/cgroup/unified"].filter(
            isFolder
        )
        .flatMap { root in try listFolder(root).filter { $0.hasPrefix(name) } }
    }
}
