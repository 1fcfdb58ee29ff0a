import Conformance
import LabTool
import Linux
import SchedulerSuite
import Testing

/// The suite put to the test in short; `make mutants` tries all of them.
@Suite struct MutantTests {
    private static let course = Course(
        root: String(
            #filePath.prefix(
                upTo: #filePath.firstRange(of: "/Tests/SchedulerSuiteTests")?.lowerBound ?? "".startIndex)))

    @Test("A wrong scheduler is rejected by the right case, in the right words")
    func killed() async throws {
        let lab = try Self.course.lab("09")
        let folder = "/tmp/dinghy-mutants-\(realNanoseconds())"
        defer { try? removeTree(folder) }
        let run = try MutantRun(lab: lab, suite: SchedulerLab.suite, folder: folder)
        let names = ["resources-less-than", "taints-without-effect", "spread-min-domains"]
        for (name, mutant) in try MutantRun.mutants(of: lab) where names.contains(name) {
            #expect(try await run.run(mutant) == .killed, "\(name)")
        }
    }

    @Test("There are at least 25, each for a case that there is, and with its message")
    func files() throws {
        let mutants = try MutantRun.mutants(of: try Self.course.lab("09"))
        #expect(mutants.count >= 25)
        let known = Set(SchedulerLab.suite.cases.map(\.identifier))
        for (name, mutant) in mutants {
            #expect(known.contains(mutant.violates), "\(name)")
            #expect(mutant.message.hasPrefix(mutant.violates), "\(name)")
        }
    }
}
