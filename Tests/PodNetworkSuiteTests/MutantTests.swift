import SuiteTesting
import Testing

@Suite struct MutantTests {
    @Test("A wrong network is rejected by the right case, in the right words")
    func killed() async throws {
        try await trial.expectKilled(["pool-lowest-first", "cable-name-begins-alike", "routes-kept"])
    }

    @Test("There are at least fifty, each for a case that there is, and with its message")
    func files() throws {
        let mutants = try trial.mutants()
        #expect(mutants.count >= 50)
    }
}
