import ArgumentParser
import Conformance
import Linux

/// What is to be examined: exactly one of a lab's folder, programs, and a cluster.
struct ConformanceTarget: ParsableArguments {
    @Option(help: "A folder with a lab's files: a workspace, or 09=DIR for one that isn't.")
    var lab: String?

    @Option(help: "A program that is to be a component, perhaps with flags: scheduler=./my-scheduler. May be repeated.")
    var component: [String] = []

    @Option(
        help: ArgumentHelp(
            "The kubeconfig file of a control plane without nodes, to examine programs on instead of ours.",
            discussion: "Pods and nodes are made and deleted there."))
    var stage: String?

    @Option(help: "The kubeconfig file of a cluster.")
    var kubeconfig: String?

    func validate() throws {
        let given = [lab != nil, !component.isEmpty, kubeconfig != nil].count { $0 }
        guard given == 1 else { throw ValidationError("say what to examine: --lab, --component or --kubeconfig") }
        if stage != nil, component.isEmpty { throw ValidationError("--stage goes with --component") }
        _ = try programs()
    }

    /// As a report names it.
    var name: String { lab ?? kubeconfig ?? component.joined(separator: " ") }

    /// As the command line has it.
    var options: String {
        if let lab { return "--lab \(shellWord(lab))" }
        if let kubeconfig { return "--kubeconfig \(shellWord(kubeconfig))" }
        let programs = component.map { "--component \(shellWord($0))" }
        return (programs + (stage.map { ["--stage \(shellWord($0))"] } ?? [])).joined(separator: " ")
    }

    /// Of a lab's folder only its own; of everything else those of its level.
    func suites() throws -> [Suite] { try lab.map { try labSuites(of: $0) } ?? Suites.all }

    /// Prepares the subject for as long as `body` runs: a lab's folder is built.
    func withSubject(_ body: (Subject) async throws -> Void) async throws {
        if let lab { return try await withLab(lab) { try await body(.lab($0)) } }
        if let kubeconfig { return try await body(.cluster(kubeconfig: try absolutePath(kubeconfig))) }
        try await body(.component(try programs(), stage: try stage.map(absolutePath)))
    }

    private func programs() throws -> [String: String] {
        var programs: [String: String] = [:]
        for text in component {
            let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2, programs[parts[0]] == nil else {
                throw ValidationError("--component \(text): write COMPONENT=PROGRAM, each component once")
            }
            let words = parts[1].split(separator: " ").map(String.init)
            guard let path = try program(words.first ?? "") else {
                throw ValidationError("--component \(text): \(words.first ?? "") is not there")
            }
            programs[parts[0]] = ([path] + words.dropFirst()).joined(separator: " ")
        }
        return programs
    }

    /// By its path, or by its name, as a shell finds it; `dinghy` is this program.
    private func program(_ name: String) throws -> String? {
        if name == "dinghy" { return try ownPath() }
        if !name.contains("/") { return findProgram(name) }
        let path = try absolutePath(name)
        return fileExists(path) ? path : nil
    }
}

/// A word as a shell takes it: in quotes when it needs them.
func shellWord(_ word: String) -> String {
    let isPlain = word.allSatisfy { $0.isLetter || $0.isNumber || "/._-=+:,@".contains($0) }
    return isPlain && !word.isEmpty ? word : "'" + word.replacing("'", with: "'\\''") + "'"
}
