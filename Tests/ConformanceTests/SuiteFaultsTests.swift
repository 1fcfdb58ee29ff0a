import Conformance
import Testing

@Suite struct SuiteFaultsTests {
    @Test func aSuiteIsHeldToItsForm() {
        let good = Requirement("It MUST be.", source: "the tests")
        func one(_ identifier: String, _ requirement: Requirement, step: Int? = 1, weight: Int = 1) -> Case {
            Case(identifier, requirement, step: step, weight: weight) { _ in }
        }
        let suite = Suite(
            1, "Faults", level: .lab, steps: [Step(1, "First"), Step(2, "Second")],
            cases: [
                one("a/good", good), one("a/good", good), one("Bad", good),
                one("a/vague", Requirement("It should be. It may be", source: "")),
                one("a/lost", good, step: 7, weight: 0),
            ])
        #expect(
            suite.faults == [
                "a/good stands twice", "step 2 has no case",
                "Bad: an identifier has at least two parts of a-z, 0-9 and -",
                "a/vague: the requirement says nothing that MUST be", "a/vague: the requirement is not one sentence",
                "a/vague: nothing says where the requirement is from", "a/lost: it is worth nothing",
                "a/lost: it belongs to no step",
            ])
        #expect(testSuite().faults == [])
    }

    /// So that a lab of a hundred cases is judged within seconds.
    @Test func aCaseCostsMilliseconds() async throws {
        let cases = (1...40).map { number in
            Case("many/\(number)", anything) { _ = try await $0.worker().call("echo") }
        }
        let start = ContinuousClock.now
        let result = await Runner(seed: 1).run(Suite(1, "Many", level: .lab, cases: cases), on: .lab(testWorker()))
        let each = (ContinuousClock.now - start) / cases.count
        #expect(result.results.allSatisfy { $0.verdict == .pass })
        // Measured: 7 ms. The rest is for a machine that does other things.
        #expect(each < .milliseconds(250), "\(each)")
    }
}
