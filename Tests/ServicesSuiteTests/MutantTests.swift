import LabTool
import SuiteTesting
import Testing

@Suite struct MutantTests {
    @Test("Wrong services are rejected by the right case, in the right words")
    func killed() async throws {
        try await trial.expectKilled(["endpoints-ending-ready", "affinity-by-number", "refusals-drop"])
    }

    @Test("There are at least 25, each for a case that there is, and with its message; real bugs among them")
    func files() throws {
        let mutants = try trial.mutants()
        #expect(mutants.count >= 25)
        #expect(mutants.count { !$0.mutant.link.isEmpty } >= 3)
    }
}
