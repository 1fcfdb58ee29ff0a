import LabTool
import SuiteTesting
import Testing

@Suite(.timeLimit(.minutes(3))) struct MutantTests {
    @Test("A wrong Raft is rejected by the right case, in the right words")
    func killed() async throws {
        try await trial.expectKilled(["commit-old-term", "disk-vote-forgotten", "read-without-asking"])
    }

    @Test("There are at least 30, each for a case that there is, and with its message; and a bug zoo")
    func files() throws {
        let mutants = try trial.mutants()
        #expect(mutants.count >= 30)
        #expect(mutants.count { $0.mutant.link.hasPrefix("https://") } >= 15)
    }
}
