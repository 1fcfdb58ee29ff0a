import Linux

/// Runs a chapter's commands on a cluster, in order, and compares what they print with what the chapter shows.
///
/// A command that only looks is tried until it shows what it should, for half a minute: the chapter's reader takes longer,
/// too. Whatever changes something is run once.
struct ChapterRun {
    let cluster: ChapterCluster
    let page: Page
    var patience = Duration.seconds(30)
    /// A command whose output is still to be written has nothing to wait for but that the cluster comes to rest.
    var firstPatience = Duration.seconds(2)

    struct Outcome {
        var block: ConsoleBlock
        /// The command as the book has it, with what was really printed.
        var printed: [ConsoleBlock.Command]
        var differences: [String?]
    }

    /// - Parameter report: called before each command.
    func outcomes(_ report: (String) -> Void) async throws -> [Outcome] {
        let blocks = try page.codeBlocks.filter { $0.language == "console" }.map { try ConsoleBlock($0) }
        return try await cluster.use(options: Self.options(blocks)) {
            var outcomes: [Outcome] = []
            for block in blocks where block.kind == .checked {
                outcomes.append(try await outcome(of: block, report))
            }
            return outcomes
        }
    }

    /// `make up ARGUMENTS="--workers 4"` → `--workers 4`
    private static func options(_ blocks: [ConsoleBlock]) -> String {
        let starts = blocks.filter { $0.kind == .cluster }.flatMap(\.commands)
        return starts.lazy.compactMap { $0.text.between("ARGUMENTS=\"", "\"") }.first ?? ""
    }

    private func outcome(of block: ConsoleBlock, _ report: (String) -> Void) async throws -> Outcome {
        var outcome = Outcome(block: block, printed: [], differences: [])
        for command in block.commands {
            report(command.text)
            let (lines, difference) = try await attempt(command)
            outcome.printed.append(ConsoleBlock.Command(text: command.text, output: lines))
            outcome.differences.append(difference)
        }
        return outcome
    }

    private func attempt(_ command: ConsoleBlock.Command) async throws -> (lines: [String], difference: String?) {
        let deadline = ContinuousClock.now + (command.output.isEmpty ? firstPatience : patience)
        while true {
            let lines = try await cluster.lines(command.text)
            let difference = Shape(command.output).difference(from: Shape(lines))
            if difference == nil || !Self.onlyLooks(command.text) || ContinuousClock.now > deadline {
                return (lines, difference)
            }
            try await Task.sleep(for: .milliseconds(300))
        }
    }

    static func onlyLooks(_ command: String) -> Bool {
        let words = command.split(separator: " ")
        guard let program = words.first, let verb = words.dropFirst().first else { return false }
        let looking = ["get", "describe", "logs", "explain", "top", "auth", "why", "status", "cluster-info"]
        if verb == "exec", let start = words.firstIndex(of: "--") {
            return ["cat", "ls", "nc", "nslookup", "ps", "wget"].contains(words.dropFirst(start + 1).first)
        }
        return program == "curl" || looking.contains(String(verb))
    }
}

extension ChapterRun.Outcome {
    /// What is to be mended, with the place in the file.
    func findings(_ path: String) -> [Finding] {
        zip(printed, differences).compactMap { command, difference in
            difference.map {
                let output = command.output.map { "    " + $0 }.joined(separator: "\n")
                return Finding(
                    path: path, line: block.line, message: "$ \(command.text)\n  \($0)\n  the whole output:\n\(output)")
            }
        }
    }

    /// The block as it would be if every output were recorded.
    var transcript: String {
        printed.flatMap { ["$ \($0.text)"] + $0.output }.joined(separator: "\n")
    }

    /// Puts the real output in the place of one that differs.
    func recorded(in lines: [String]) -> [String] {
        guard differences.contains(where: { $0 != nil }) else { return lines }
        let end = lines[block.line...].firstIndex(of: "```") ?? lines.endIndex
        let commands = zip(zip(block.commands, printed), differences).map { pair, difference in
            difference == nil ? pair.0 : pair.1
        }
        let body = commands.flatMap { ["$ \($0.text)"] + $0.output }
        return Array(lines[..<block.line] + body + lines[end...])
    }
}
