import Conformance
import LabTool
import Linux
import DeploymentsSuite
import Testing

/// The suite put to the test in short; `make mutants` tries all of them.
@Suite struct MutantTests {
    private static let course = Course(
        root: String(
            #filePath.prefix(
                upTo: #filePath.firstRange(of: "/Tests/DeploymentsSuiteTests")?.lowerBound ?? "".startIndex)))

    @Test("A wrong controller is rejected by the right case, in the right words")
    func killed() async throws {
        let lab = try Self.course.lab("11")
        let folder = "/tmp/dinghy-mutants-\(realNanoseconds())"
        defer { try? removeTree(folder) }
        let run = try MutantRun(lab: lab, suite: DeploymentsLab.suite, folder: folder)
        let names = ["percentage-down", "proportional-all-to-new", "history-keeps-its-number"]
        for (name, mutant) in try MutantRun.mutants(of: lab) where names.contains(name) {
            #expect(try await run.run(mutant) == .killed, "\(name)")
        }
    }

    @Test("There are at least 25, each for a case that there is, and with its message")
    func files() throws {
        let mutants = try MutantRun.mutants(of: try Self.course.lab("11"))
        #expect(mutants.count >= 25)
        let known = Set(DeploymentsLab.suite.cases.map(\.identifier))
        for (name, mutant) in mutants {
            #expect(known.contains(mutant.violates), "\(name)")
            #expect(mutant.message.hasPrefix(mutant.violates), "\(name)")
        }
    }
}
