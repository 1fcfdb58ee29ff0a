internal import ArgumentParser
internal import Linux

/// `make mutants`: for whoever works on a suite.
struct MutantsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mutants", abstract: "Try a lab's suite on wrong implementations (for authors).",
        discussion: "Ends with 1 when a mutant survives, or is rejected in other words than its file has.")

    @Argument(help: "The lab's number; all of them when there is none.")
    var lab: String?

    @Option(help: "Only the mutants whose names contain this.")
    var focus = ""

    @Flag(help: "Print what each mutant's file should have as its message.")
    var messages = false

    @Flag(help: "Write it there; then read every one of them: does it lead to the fault?")
    var write = false

    @Option(help: "Write the mutants there, a folder each, and don't try them.")
    var into: String?

    func run() async throws {
        let interruption = Interruption()
        defer { withExtendedLifetime(interruption) {} }
        let course = try Course.find()
        var isPerfect = true
        for lab in try lab.map({ [try course.lab($0)] }) ?? course.labs() {
            isPerfect = try await run(lab) && isPerfect
        }
        if !isPerfect { throw ExitCode(1) }
    }

    private func run(_ lab: Lab) async throws -> Bool {
        let mutants = try MutantRun.mutants(of: lab).filter { focus.isEmpty || $0.name.contains(focus) }
        if let into {
            try write(mutants, of: lab, to: try wholePath(into))
            return true
        }
        var (killed, right) = (0, 0)
        try await withScratchFolder { folder in
            let run = try MutantRun(lab: lab, suite: try Catalogue.suite(of: lab), folder: folder)
            for (name, mutant) in mutants {
                let outcome = try await run.run(mutant)
                Interruption.standStillIfBegun()
                print(line(name, outcome))
                if write, case .saysOtherwise(let message) = outcome {
                    try MutantRun.write(message, of: name, lab)
                }
                if outcome == .killed { right += 1 }
                if outcome.isKill { killed += 1 }
            }
        }
        let percent = mutants.isEmpty ? 0 : killed * 100 / mutants.count
        print("\(lab.name): \(killed) of \(mutants.count) mutants killed: \(percent) %, \(right) in the right words")
        return right == mutants.count
    }

    private func write(_ mutants: [(name: String, mutant: Mutant)], of lab: Lab, to folder: String) throws {
        let solution = try lab.solutionFiles().map { SourceFile(path: $0.path, text: Array($0.text.utf8)) }
        for (name, mutant) in mutants {
            for file in try mutant.applied(to: solution) {
                let path = "\(folder)/\(name)/\(file.path)"
                try makeFolder(parentFolder(path))
                try writeFile(path, file.text)
            }
        }
    }

    private func line(_ name: String, _ outcome: MutantRun.Outcome) -> String {
        switch outcome {
        case .killed: "✓ \(name)"
        case .saysOtherwise(let message): messages ? "~ \(name)\n\(message)" : "~ \(name): other words than expected"
        case .killedByOthers(let cases): "~ \(name): killed by \(cases.prefix(3).joined(separator: ", "))"
        case .survived: "✗ \(name): survived"
        case .broken(let reason): "? \(name): \(reason)"
        }
    }
}

extension MutantRun.Outcome {
    var isKill: Bool {
        switch self {
        case .killed, .saysOtherwise, .killedByOthers: true
        case .survived, .broken: false
        }
    }
}
