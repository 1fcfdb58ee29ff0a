package import Conformance
internal import Linux

/// The suite put to the test: does it reject every mutant, by the right case and with the right words?
package struct MutantRun: Sendable {
    package let lab: Lab
    package let suite: Suite
    let compiler: Compiler
    /// For sources and objects; kept from mutant to mutant, so that only the changed file is compiled.
    let folder: String

    package init(lab: Lab, suite: Suite, folder: String) throws {
        self.lab = lab
        self.suite = suite
        self.folder = folder
        compiler = try Compiler(lab: lab, toolkit: try Toolkit(course: lab.course))
    }

    package enum Outcome: Hashable, Sendable {
        case killed
        /// Killed, but what it says is not what it should say.
        case saysOtherwise(String)
        /// Killed, but the case that should have didn't.
        case killedByOthers([String])
        case survived
        /// It doesn't compile, or the harness can't tell.
        case broken(String)
    }

    /// Mutants are beside the suite: `Conformance/09-Scheduler/Mutants/NAME.yaml`.
    package static func mutants(of lab: Lab) throws -> [(name: String, mutant: Mutant)] {
        let folder = "\(lab.course.root)/Conformance/\(lab.name)/Mutants"
        guard isFolder(folder) else { throw LabError("\(folder) is not there") }
        return try listFolder(folder).filter { $0.hasSuffix(".yaml") }
            .map { (String($0.dropLast(5)), try Mutant(path: "\(folder)/\($0)")) }
    }

    /// Puts a message at the end of a mutant's file, in place of the one that stands there.
    package static func write(_ message: String, of name: String, _ lab: Lab) throws {
        let path = "\(lab.course.root)/Conformance/\(lab.name)/Mutants/\(name).yaml"
        let lines = String(decoding: try readFile(path), as: UTF8.self).split(separator: "\n")
        let kept = lines.prefix { !$0.hasPrefix("message:") }
        let block = message.trimmedAtEnd.split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)" }
        try writeFile(path, (kept.map(String.init) + ["message: |"] + block).joined(separator: "\n") + "\n")
    }

    package func run(_ mutant: Mutant) async throws -> Outcome {
        let solution = try lab.solutionFiles().map { SourceFile(path: $0.path, text: Array($0.text.utf8)) }
        // The compiler goes by whole seconds: what is written within one after its last run may be passed over.
        try await Task.sleep(for: .milliseconds(1100))
        try write(try mutant.applied(to: solution))
        let built = try compiler.build(folder + "/source", output: folder + "/output")
        guard let worker = built.worker else { return .broken(built.messages) }
        let limit = Duration.seconds(lab.description.limits.callSeconds)
        let program = WorkerProgram(worker, callLimit: limit)
        // Usually that is all: the other cases are only asked when the one that should reject it doesn't.
        let named = await Runner(seed: 1).run(suite.focused(on: Focus(mutant.violates)), on: .lab(program)).results
        if let killer = named.first, killer.verdict == .fail { return outcome(of: mutant, killedBy: killer) }
        let results = await Runner(seed: 1).run(suite, on: .lab(program)).results
        if let unknown = results.first(where: { $0.verdict == .unknown }) { return .broken(unknown.reason) }
        let failed = results.filter { $0.verdict == .fail }
        return failed.isEmpty ? .survived : .killedByOthers(failed.map(\.case.identifier))
    }

    private func outcome(of mutant: Mutant, killedBy killer: CaseResult) -> Outcome {
        let message = Self.message(of: killer)
        return message.trimmedAtEnd == mutant.message.trimmedAtEnd ? .killed : .saysOtherwise(message)
    }

    package static func message(of result: CaseResult) -> String {
        let finding = result.finding
        return """
            \(result.case.identifier)
            expected: \(finding?.expected ?? "")
            observed: \(finding?.observed ?? "")
            """
    }

    /// Only what is different, because the compiler goes by the time of a file.
    private func write(_ files: [SourceFile]) throws {
        for file in files {
            let path = "\(folder)/source/\(file.path)"
            if (try? readFile(path)) == file.text { continue }
            try makeFolder(parentFolder(path))
            try writeFile(path, file.text)
        }
    }
}
