import SuiteTesting
import Testing

@Suite struct MutantTests {
    @Test("A wrong controller is rejected by the right case, in the right words")
    func killed() async throws {
        try await trial.expectKilled(["percentage-down", "proportional-all-to-new", "history-keeps-its-number"])
    }

    @Test("There are at least 25, each for a case that there is, and with its message")
    func files() throws {
        let mutants = try trial.mutants()
        #expect(mutants.count >= 25)
    }
}
