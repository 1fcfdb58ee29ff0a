import SuiteTesting
import Testing

@Suite struct MutantTests {
    @Test("A wrong pod is rejected by the right case, in the right words")
    func killed() async throws {
        try await trial.expectKilled(["namespaces-name-of-node", "root-put-too-early", "layers-own-file-removed"])
    }

    @Test("There are at least 25, each for a case that there is, and with its message")
    func files() throws {
        let mutants = try trial.mutants()
        #expect(mutants.count >= 25)
    }
}
