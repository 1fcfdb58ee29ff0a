import SuiteTesting
import Testing

@Suite struct MutantTests {
    @Test("A wrong server is rejected by the right case, in the right words")
    func killed() async throws {
        try await trial.expectKilled(["versions-never-checked", "watch-jumps-the-gap", "access-subresources-too"])
    }

    @Test("There are at least 30, each for a case that there is, and with its message")
    func files() throws {
        let mutants = try trial.mutants()
        #expect(mutants.count >= 30)
    }
}
