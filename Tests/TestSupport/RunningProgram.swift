import Glibc
import Linux
import Synchronization

/// A program that runs while a test talks to it: `kubectl logs -f`, or a shell at a terminal.
///
/// ```swift
/// try await withRunning(["cat"]) { cat in
///     try await cat.type("hello\n")
///     try await cat.prints("hello")
/// }
/// ```
public final class RunningProgram: Sendable {
    public let process: Int32
    /// What is typed there, and where its output and its errors come from.
    private let input: AsyncDescriptor
    private let source: AsyncDescriptor
    private let state = Mutex((output: "", status: Int32?.none))

    fileprivate init(_ spawn: Spawn, onTerminal: Bool) throws {
        var spawn = spawn
        if onTerminal {
            let terminal = try PseudoTerminal(rows: 33, columns: 99)
            spawn.descriptors = Array(repeating: terminal.slave.number, count: 3)
            process = try spawn.start()
            let master = terminal.keepMaster()
            input = try AsyncDescriptor(master.duplicate())
            source = try AsyncDescriptor(master)
        } else {
            let input = try FileDescriptor.pipe()
            let output = try FileDescriptor.pipe()
            spawn.descriptors = [input.reading.number, output.writing.number, output.writing.number]
            process = try spawn.start()
            self.input = try AsyncDescriptor(input.keepWriting())
            source = try AsyncDescriptor(output.keepReading())
        }
    }

    /// Everything that it has printed up to now.
    public var output: String { state.withLock(\.output) }

    public func type(_ text: String) async throws { try await input.write(Array(text.utf8)) }

    /// Nothing more will be typed.
    public func closeInput() { input.close() }

    /// As a user would who drags the window's corner.
    public func resize(rows: UInt16, columns: UInt16) throws {
        try setTerminalSize(of: input.number, rows: rows, columns: columns)
        try sendSignal(SIGWINCH, to: process)
    }

    /// Waits until the text is part of what it has printed.
    /// - Throws: ``TimeLimitExceeded`` with what it did print.
    public func prints(_ text: String, within limit: Duration = .seconds(20)) async throws {
        do { try await eventually("", within: limit) { output.contains(text) } } catch is TimeLimitExceeded {
            throw TimeLimitExceeded(what: "“\(text)” in “\(output)”", limit: limit)
        }
    }

    /// Waits until it ends by itself.
    public func ends(within limit: Duration = .seconds(20)) async throws -> Int32 {
        try await eventually("process \(process) ends, which has printed “\(output)”", within: limit) {
            !isRunning(process)
        }
        return try reap()
    }

    fileprivate func listen() async throws {
        while true {
            let bytes = try await source.read()
            if bytes.isEmpty { return }
            let text = String(decoding: bytes, as: UTF8.self)
            state.withLock { $0.output += text }
            if text.contains(Self.cursorQuestion) { try await type("\u{1B}[1;1R") }
        }
    }

    /// Shells ask the terminal where the cursor is, and wait for the answer.
    private static let cursorQuestion = "\u{1B}[6n"

    fileprivate func stop() throws {
        // Once it has been waited for, its number may be another's.
        if state.withLock({ $0.status == nil }) { try sendSignal(SIGKILL, to: process) }
        _ = try reap()
    }

    private func reap() throws -> Int32 {
        try state.withLock { state in
            if let status = state.status { return status }
            let status = try waitForChild(process)
            state.status = status
            return status
        }
    }
}

/// Runs a program while `body` runs, and kills it then if it hasn't ended.
/// - Parameters:
///   - arguments: the first is the program, a path or a name that is looked for in PATH.
///   - environment: `NAME=value`, added to this process's.
///   - onTerminal: of 33 rows and 99 columns, for programs that ask whether they have one.
public func withRunning<Result: Sendable>(
    _ arguments: [String], environment: [String] = [], onTerminal: Bool = false,
    _ body: (RunningProgram) async throws -> Result
) async throws -> Result {
    let program = try RunningProgram(
        Spawn("/usr/bin/env", ["env"] + environment + arguments), onTerminal: onTerminal)
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await program.listen() }
        defer { group.cancelAll() }
        do {
            let result = try await body(program)
            try program.stop()
            return result
        } catch {
            try program.stop()
            throw error
        }
    }
}
