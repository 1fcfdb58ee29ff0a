package import Conformance
internal import Linux

/// One check of a workspace: build, then the suite step by step, up to the first step that isn't finished.
package struct Check: Sendable {
    package let lab: Lab
    package let suite: Suite
    package let runner: Runner

    package init(lab: Lab, suite: Suite, runner: Runner) {
        self.lab = lab
        self.suite = suite
        self.runner = runner
    }

    /// What came of one step; `results` is empty when it wasn't tried.
    package struct StepResult: Sendable {
        package var number: Int
        package var results: [CaseResult]

        package var passed: [CaseResult] { results.filter { $0.verdict == .pass || $0.verdict == .skip } }
        package var isGreen: Bool { !results.isEmpty && passed.count == results.count }
    }

    /// - Parameters:
    ///   - all: goes on after a step that isn't finished.
    ///   - told: hears of each step when it is over.
    package func run(
        _ worker: WorkerProgram, all: Bool = false, told: (StepResult) -> Void = { _ in }
    ) async -> [StepResult] {
        var steps: [StepResult] = []
        for number in lab.description.steps.indices.map({ $0 + 1 }) {
            var step = StepResult(number: number, results: [])
            if all || steps.allSatisfy(\.isGreen) {
                step.results = await runner.run(suite.only(step: number), on: .lab(worker)).results
                told(step)
            }
            steps.append(step)
        }
        return steps
    }
}

extension Suite {
    package func only(step: Int) -> Suite {
        var suite = self
        suite.cases = cases.filter { $0.step == step }
        return suite
    }
}

/// What a step is worth: its points, shared out among its cases by their weights.
package struct Marks: Sendable, Hashable {
    /// By step, in hundredths of a point: whole numbers, so that two runs give the same sum.
    package private(set) var hundredths: [Int] = []
    package private(set) var possible: [Int] = []

    /// A skipped case counts neither for nor against.
    package init(_ description: LabDescription, _ results: [CaseResult]) {
        for (index, step) in description.steps.enumerated() {
            let own = results.filter { $0.case.step == index + 1 && $0.verdict != .skip }
            let passed = own.filter { $0.verdict == .pass }.map(\.case.weight).reduce(0, +)
            let all = own.map(\.case.weight).reduce(0, +)
            possible.append(step.points * 100)
            hundredths.append(all == 0 ? 0 : step.points * 100 * passed / all)
        }
    }

    package var total: Int { hundredths.reduce(0, +) }
    package var most: Int { possible.reduce(0, +) }

    /// `12.5`, `12`: without needless zeros.
    package static func text(_ hundredths: Int) -> String {
        let (whole, part) = (hundredths / 100, hundredths % 100)
        if part == 0 { return "\(whole)" }
        return "\(whole)." + (part % 10 == 0 ? "\(part / 10)" : part < 10 ? "0\(part)" : "\(part)")
    }
}
