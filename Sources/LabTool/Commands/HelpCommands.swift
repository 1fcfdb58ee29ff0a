internal import ArgumentParser
internal import Linux

/// The next grade of help for a step: a question, the idea, nearly the code.
struct HintCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hint", abstract: "A hint for the step you are at; each time a clearer one.")

    @OptionGroup var options: WorkspaceOptions

    @Option(help: "For another step.")
    var step: Int?

    func run() throws {
        let workspace = try options.workspace()
        let lab = workspace.lab
        let state = try workspace.state()
        guard let number = step ?? lab.firstStep(notIn: state.green) else {
            return print("All steps are green; there is nothing to hint at.")
        }
        try lab.checkStep(number)
        let hints = lab.description.steps[number - 1].hints
        let seen = state.hints["\(number)"] ?? 0
        print("Step \(number), \(lab.description.steps[number - 1].title):")
        for (index, hint) in hints.prefix(seen + 1).enumerated() {
            print("\n" + "\(index + 1). \(hint)".wrapped(indentation: 3))
        }
        if seen < hints.count { try workspace.change { $0.hints["\(number)"] = seen + 1 } }
        if seen + 1 >= hints.count {
            print("\nThere is no clearer one. The solution: \(ownCommand) solution --give-up")
        }
    }
}

/// The reference's own code for a step, once there is nothing to spoil.
struct SolutionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "solution", abstract: "How the reference does a step: when yours is green, or with --give-up.")

    @OptionGroup var options: WorkspaceOptions

    @Option(help: "Of this step. (default: the last green one; with --give-up, the one you are at)")
    var step: Int?

    @Flag(help: "Look at it though the step isn't green. This is remembered, and every report says so.")
    var giveUp = false

    func run() throws {
        let workspace = try options.workspace()
        let lab = workspace.lab
        let state = try workspace.state()
        let current = lab.firstStep(notIn: state.green)
        guard let number = step ?? (giveUp ? current : state.green.max()) ?? current else { return }
        try lab.checkStep(number)
        if !state.green.contains(number), !state.gaveUp.contains(number) {
            guard giveUp else {
                throw LabError("step \(number) isn't green yet; to see the solution all the same: --give-up")
            }
            try workspace.change { $0.gaveUp = ($0.gaveUp + [number]).sorted() }
        }
        let regions = Regions(lab: lab.number)
        for path in try swiftFiles(in: lab.reference) {
            let source = String(decoding: try readFile("\(lab.reference)/\(path)"), as: UTF8.self)
            for part in regions.parts(ofStep: "\(number)", in: source) { print("// \(path)\n\(part)\n") }
        }
    }
}

extension Lab {
    func firstStep(notIn green: [Int]) -> Int? {
        description.steps.indices.map { $0 + 1 }.first { !green.contains($0) }
    }
}
