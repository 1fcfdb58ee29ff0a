import Conformance
import EtcdSuite
import LabTool
import Linux
import Testing

/// The suite put to the test in short; `make mutants` tries all of them.
@Suite struct MutantTests {
    private static let course = Course(
        root: String(
            #filePath.prefix(upTo: #filePath.firstRange(of: "/Tests/EtcdSuiteTests")?.lowerBound ?? "".startIndex)))

    @Test("A wrong store is rejected by the right case, in the right words")
    func killed() async throws {
        let lab = try Self.course.lab("02")
        let folder = "/tmp/dinghy-etcd-mutants-\(realNanoseconds())"
        defer { try? removeTree(folder) }
        let run = try MutantRun(lab: lab, suite: EtcdLab.suite, folder: folder)
        let names = ["range-count-with-limit", "watch-tears-revisions", "restart-revision-lost"]
        for (name, mutant) in try MutantRun.mutants(of: lab) where names.contains(name) {
            #expect(try await run.run(mutant) == .killed, "\(name)")
        }
    }

    @Test("There are at least 40, each for a case that there is, and with its message; ten are bugs that etcd had")
    func files() throws {
        let mutants = try MutantRun.mutants(of: try Self.course.lab("02"))
        #expect(mutants.count >= 40)
        #expect(mutants.count { !$0.mutant.link.isEmpty } >= 10)
        let known = Set(EtcdLab.suite.cases.map(\.identifier))
        for (name, mutant) in mutants {
            #expect(known.contains(mutant.violates), "\(name)")
            #expect(mutant.message.hasPrefix(mutant.violates), "\(name)")
        }
    }
}
