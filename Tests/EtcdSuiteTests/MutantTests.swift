import LabTool
import SuiteTesting
import Testing

@Suite struct MutantTests {
    @Test("A wrong store is rejected by the right case, in the right words")
    func killed() async throws {
        try await trial.expectKilled(["range-count-with-limit", "watch-tears-revisions", "restart-revision-lost"])
    }

    @Test("There are at least 40, each for a case that there is, and with its message; ten are bugs that etcd had")
    func files() throws {
        let mutants = try trial.mutants()
        #expect(mutants.count >= 40)
        #expect(mutants.count { !$0.mutant.link.isEmpty } >= 10)
    }
}
