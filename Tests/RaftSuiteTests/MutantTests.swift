import Conformance
import LabTool
import Linux
import RaftSuite
import Testing

/// The suite put to the test in short; `make mutants` tries all of them.
@Suite(.timeLimit(.minutes(3))) struct MutantTests {
    private static let course = Course(
        root: String(
            #filePath.prefix(upTo: #filePath.firstRange(of: "/Tests/RaftSuiteTests")?.lowerBound ?? "".startIndex)))

    @Test("A wrong Raft is rejected by the right case, in the right words")
    func killed() async throws {
        let lab = try Self.course.lab("03")
        let folder = "/tmp/dinghy-mutants-\(realNanoseconds())"
        defer { try? removeTree(folder) }
        let run = try MutantRun(lab: lab, suite: RaftLab.suite, folder: folder)
        let names = ["commit-old-term", "disk-vote-forgotten", "read-without-asking"]
        for (name, mutant) in try MutantRun.mutants(of: lab) where names.contains(name) {
            #expect(try await run.run(mutant) == .killed, "\(name)")
        }
    }

    @Test("There are at least 30, each for a case that there is, and with its message; and a bug zoo")
    func files() throws {
        let mutants = try MutantRun.mutants(of: try Self.course.lab("03"))
        #expect(mutants.count >= 30)
        #expect(mutants.count { $0.mutant.link.hasPrefix("https://") } >= 15)
        let known = Set(RaftLab.suite.cases.map(\.identifier))
        for (name, mutant) in mutants {
            #expect(known.contains(mutant.violates), "\(name)")
            #expect(mutant.message.hasPrefix(mutant.violates), "\(name)")
        }
    }
}
