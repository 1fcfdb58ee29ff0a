import ArgumentParser
import Glibc
import Linux
import Raft
import RaftStage

/// A Raft cluster on the table: commands in, what they bring about out. Nothing is started, nothing waits for a clock.
struct RaftCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "raft", abstract: "Play with the members of a Raft cluster, step by step.",
        discussion: "Commands come from the file, or are typed:\n\n\(Transcript<RaftMember>.help)")

    @Argument(help: "A file of commands, each behind \"> \"; without it they are read from the terminal.")
    var file: String?

    func run() throws {
        if let file {
            print(Transcript<RaftMember>.run(String(decoding: try readFile(file), as: UTF8.self)), terminator: "")
            return
        }
        var transcript = Transcript<RaftMember>()
        let isTerminal = isatty(STDIN_FILENO) == 1
        while true {
            if isTerminal { print("> ", terminator: "") }
            guard let line = readLine() else { return }
            for outcome in transcript.perform(line) { print(outcome) }
        }
    }
}
