@testable import Conformance
import Schema

/// A suite in which everything happens that may happen to a case, on the program `TestWorker`.
func testSuite(number: Int = 9, level: Level = .lab) -> Suite {
    Suite(
        number, "Scheduler", level: level, steps: [Step(1, "Answering"), Step(2, "Going on")], teller: tellEchoes,
        cases: [
            Case("test/answers", answering, step: 1, weight: 3) { scenario in
                scenario.say("the worker is asked once")
                try scenario.expect("the answer", try await scenario.worker().call("echo", [1, 2]), equals: [1, 2])
            },
            Case("test/order", ordering, step: 1, weight: 2) { scenario in
                scenario.say("two pods wait; web has the higher priority")
                scenario.say("the worker is asked for the next pod")
                let answer = try await scenario.worker().call("echo", "db")
                try scenario.expect(
                    "web is decided on first", observed: "\(answer) was decided on first", answer == "web")
            },
            wrong("crash"), wrong("hang"), wrong("exit"), wrong("forge"), wrong("chatter"), wrong("missing"),
            Case("test/skipped", answering, coverage: .extended(feature: "Coffee"), step: 2) { scenario in
                try scenario.skip("this machine makes no coffee")
            },
            Case("test/random", answering, coverage: .extended(feature: "Dice"), step: 2, isSeeded: true) { scenario in
                var dice = scenario.randomness("dice")
                scenario.attach("dice.txt", "\(dice.int(in: 1...1_000_000))")
            },
            Case("test/harness", answering, step: 2) { _ in throw Undecided("the API server didn't start") },
        ])
}

private let answering = Requirement("A worker MUST answer what it is asked.", source: "https://example.org/answers")
private let ordering = Requirement(
    "A pod of higher priority MUST be decided on before one of lower priority.",
    source: "https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/",
    says: "a higher priority pod may be scheduled sooner than pods with lower priority if its scheduling requirements "
        + "are met",
    invariant: "no waiting pod has a higher priority than the one decided on", look: "Queue/SchedulingQueue.swift")

/// A call that `TestWorker` doesn't answer as it should.
private func wrong(_ call: String) -> Case {
    Case("test/\(call)", answering, step: 2, isAlone: call == "hang") { scenario in
        let worker = try scenario.worker()
        try scenario.expect("the answer", try await worker.call(call), equals: "well")
    }
}

/// Each command is its own answer.
func tellEchoes(_ commands: [String], _ scenario: Scenario) async throws -> [String] {
    let worker = try scenario.worker()
    var answers: [String] = []
    for command in commands { answers.append(try await worker.call("echo", .string(command)).string ?? "") }
    return answers
}

/// The same report wherever and whenever it is made.
func testReport(_ results: [SuiteResult]) -> Report {
    var run = RunDescription()
    (run.subject, run.command, run.seed) = ("labs/mine", "dinghy conformance run --lab labs/mine", 42)
    run.date = Time(seconds: 1_764_000_000)
    run.notes = ["The code ran without a sandbox."]
    var report = Report(results, run)
    report.environment = ReportEnvironment()
    (report.environment.system, report.environment.processors) = ("Linux 6.12 x86_64", 2)
    for index in report.cases.indices {
        report.cases[index].milliseconds = 10 + index
        // Only where Swift's backtracer is installed is the place of a crash known.
        if let observed = report.cases[index].finding?.observed, let place = observed.firstRange(of: "\nin ") {
            report.cases[index].finding?.observed = String(observed[..<place.lowerBound])
        }
        // Where a long output is cut depends on how fast it is read, and a stack trace has addresses.
        for evidence in report.cases[index].evidence.indices {
            let text = report.cases[index].evidence[evidence].text
            report.cases[index].evidence[evidence].text = String(text.prefix { $0 != "\n" })
        }
    }
    return report
}
