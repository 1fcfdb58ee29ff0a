import API
import ArgumentParser
import Client
import Glibc
import HTTP
import Linux
import Schema
import UnixSignals

/// `kubectl exec`: runs a command in a container, with this terminal as its own.
///
/// The streams share one WebSocket; the first byte of a message says which stream it belongs to (subprotocol
/// `v5.channel.k8s.io`, KEP-4006):
/// ```
///   0 stdin ▶      1 ◀ stdout      2 ◀ stderr      3 ◀ how it ended, a Status      4 ▶ the terminal's size
///   255 ▶ closes the stream that the next byte names
/// ```
struct Exec: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Runs a command in a container.")

    @OptionGroup var cluster: ClusterOptions

    @Argument(help: "POD or TYPE/NAME.")
    var pod: String

    @Option(name: .shortAndLong, help: "Which container of the pod.")
    var container: String?

    @Flag(name: [.customShort("i"), .long], help: "Pass standard input on.")
    var stdin = false

    @Flag(name: [.customShort("t"), .long], help: "The command gets a terminal.")
    var tty = false

    @Argument(parsing: .postTerminator, help: "-- COMMAND…")
    var command: [String] = []

    func run() async throws {
        try await reporting {
            guard !command.isEmpty else {
                throw UsageError("error: you must specify at least one command for the container")
            }
            let session = try await Session(cluster)
            guard let pod = try await session.pods(pod).first else { return }
            let isTerminal = tty && isatty(STDIN_FILENO) == 1
            if tty, !isTerminal {
                printError("Unable to use a TTY - input is not a terminal or the right kind of file")
            }
            let socket = try await session.client.webSocket(
                try target(pod), subprotocols: ["v5.channel.k8s.io", "v4.channel.k8s.io"])
            let raw = isTerminal ? try RawTerminal(STDIN_FILENO) : nil
            let status = try await ExecStreams(socket: socket, sendsInput: stdin, isTerminal: isTerminal).run()
            raw?.restore()
            try report(status)
        }
    }

    private func target(_ pod: JSON) throws -> Target {
        var query = Query()
        for word in command { query.add("command", word) }
        query.add("container", try Session.container(of: pod, named: container))
        if stdin { query.add("stdin", "true") }
        query.add("stdout", "true")
        if tty { query.add("tty", "true") } else { query.add("stderr", "true") }
        return Target(path: Pod.kind.path(namespace: pod.namespace, name: pod.name, subresource: "exec"), query: query)
    }

    /// The command's exit code becomes ours.
    private func report(_ status: Status) throws {
        guard status.status != "Success" else { return }
        let cause = status.details?.causes.first { $0.reason == "ExitCode" }
        guard let code = cause.flatMap({ Int32($0.message) }) else {
            throw UsageError("error: \(status.message)")
        }
        throw UsageError("command terminated with exit code \(code)", code: code)
    }
}

/// Carries the streams of a command until it ends.
struct ExecStreams: Sendable {
    let socket: WebSocket
    let sendsInput: Bool
    let isTerminal: Bool

    /// - Returns: how the command ended.
    func run() async throws -> Status {
        try await withThrowingTaskGroup(of: Status?.self) { group in
            group.addTask { try await receive() }
            if sendsInput { group.addTask { try await sendInput() } }
            if isTerminal { group.addTask { try await sendSizes() } }
            defer { group.cancelAll() }
            while let result = try await group.next() {
                if let result { return result }
            }
            throw HTTPError.connectionClosed
        }
    }

    private func receive() async throws -> Status {
        while let message = try await socket.receive() {
            guard case .binary(let bytes) = message, let channel = bytes.first else { continue }
            switch channel {
            case 1: try Standard.write(Array(bytes.dropFirst()))
            case 2: try Standard.write(Array(bytes.dropFirst()), to: STDERR_FILENO)
            case 3: return try Status(json: JSON(parsing: bytes.dropFirst()))
            default: continue
            }
        }
        throw HTTPError.connectionClosed
    }

    private func sendInput() async throws -> Status? {
        while let bytes = try await Standard.read() { try await socket.send(.binary([0] + bytes)) }
        if socket.subprotocol == "v5.channel.k8s.io" { try await socket.send(.binary([255, 0])) }
        return nil
    }

    private func sendSizes() async throws -> Status? {
        let changes = await UnixSignalsSequence(trapping: .sigwinch)
        try await sendSize()
        for await _ in changes { try await sendSize() }
        return nil
    }

    private func sendSize() async throws {
        guard let size = terminalSize(of: STDIN_FILENO) else { return }
        let document: JSON = ["Width": .integer(Int64(size.columns)), "Height": .integer(Int64(size.rows))]
        try await socket.send(.binary([4] + document.bytes))
    }
}
