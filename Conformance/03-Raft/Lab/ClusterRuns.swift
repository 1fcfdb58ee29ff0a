internal import Conformance
internal import Linux
internal import RaftContract
internal import RaftSimulation

/// A cluster of the code under test in the simulator, run after run, until an invariant breaks: then the run is had once
/// more, and its timeline becomes evidence.
struct ClusterRuns: Sendable {
    private let scenario: Scenario

    init(_ scenario: Scenario) { self.scenario = scenario }

    func run(_ plans: [Plan]) async throws {
        let scenario = scenario
        try await blocking {
            let code = try RaftUnderTest(scenario)
            for plan in plans {
                guard let violation = try Self.run(plan, code, isRecorded: false).violation else { continue }
                let again = try Self.run(plan, code, isRecorded: true)
                Self.attach(again, violation, scenario)
                scenario.say("a cluster of \(plan.voters) in the simulator, seed \(plan.seed), \(Self.words(plan))")
                let finding = violation.invariant
                try scenario.fail(
                    expected: finding.sentence, observed: "at \(violation.time) \(violation.what) See timeline.html.",
                    invariant: "\(finding.sentence) (\(finding.source))")
            }
        }
    }

    private static func run(_ plan: Plan, _ code: RaftUnderTest, isRecorded: Bool) throws -> Run {
        try Simulation.run(plan, isRecorded: isRecorded) { try code.start($0, $1) }
    }

    private static func attach(_ run: Run, _ violation: Violation, _ scenario: Scenario) {
        guard let recording = run.recording else { return }
        let page = TimelinePage(
            title: "What went wrong in seed \(run.plan.seed)", violation: violation.description,
            facts: [
                ("Requirement", scenario.requirement.must), ("Source", violation.invariant.source),
                ("Troubles", words(run.plan)), ("Simulated", "\(run.counts.events) events"),
            ], recording: recording)
        scenario.attach("timeline.html", page.html)
    }

    private static func words(_ plan: Plan) -> String {
        let words = plan.troubles.names
        return words.isEmpty ? "with nothing going wrong" : "with " + words.joined(separator: ", ")
    }
}
