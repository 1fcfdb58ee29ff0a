import LabTool
import SuiteTesting
import Testing

@Suite struct MutantTests {
    @Test("Wrong names are rejected by the right case, in the right words")
    func killed() async throws {
        try await trial.expectKilled(["answers-nothing-is-no-name", "wire-pointer-once", "search-doubles"])
    }

    @Test("There are at least 50, each for a case that there is, and with its message; real bugs among them")
    func files() throws {
        let mutants = try trial.mutants()
        #expect(mutants.count >= 50)
        #expect(mutants.count { !$0.mutant.link.isEmpty } >= 8)
    }
}
