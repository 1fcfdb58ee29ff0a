import SuiteTesting
import Testing

@Suite struct MutantTests {
    @Test("A wrong core is rejected by the right case, in the right words")
    func killed() async throws {
        try await trial.expectKilled(["labels-not-equals-needs-label", "garbage-unknown-is-gone", "written-scale-lost"])
    }

    @Test("There are at least fifty, each for a case that there is, and with its message")
    func files() throws {
        let mutants = try trial.mutants()
        #expect(mutants.count >= 50)
    }
}
