import SuiteTesting
import Testing

@Suite struct MutantTests {
    @Test("A wrong controller is rejected by the right case, in the right words")
    func killed() async throws {
        try await trial.expectKilled(["queue-two-hands", "informer-missed-deletions", "copier-impatient"])
    }

    @Test("There are at least 40, each for a case that there is, and with its message")
    func files() throws {
        let mutants = try trial.mutants()
        #expect(mutants.count >= 40)
    }
}
