import Glibc
import Linux

/// What a program printed, and how it ended.
public struct ProgramResult: Sendable {
    public var output: String
    public var errors: String
    /// 128 and the signal's number when it was killed.
    public var status: Int32

    /// The output without the line break at its end.
    public var trimmed: String { output.hasSuffix("\n") ? String(output.dropLast()) : output }
}

/// Runs a program to its end, with files for what it reads and writes.
/// - Parameters:
///   - arguments: the first is the program, a path or a name that is looked for in PATH.
///   - environment: `NAME=value`, added to this process's.
///   - limit: it is killed after that time.
public func run(
    _ arguments: [String], environment: [String] = [], input: String = "", within limit: Duration = .seconds(60)
) async throws -> ProgramResult {
    try await withTemporaryFolder { folder in
        try writeFile("\(folder)/input", input)
        let status = try await spawn(arguments, environment, folder, limit)
        return ProgramResult(
            output: String(decoding: try readFile("\(folder)/output"), as: UTF8.self),
            errors: String(decoding: try readFile("\(folder)/errors"), as: UTF8.self), status: status)
    }
}

private func spawn(
    _ arguments: [String], _ environment: [String], _ folder: String, _ limit: Duration
) async throws -> Int32 {
    let input = try FileDescriptor(open: "\(folder)/input", O_RDONLY)
    let output = try FileDescriptor(open: "\(folder)/output", O_WRONLY | O_CREAT)
    let errors = try FileDescriptor(open: "\(folder)/errors", O_WRONLY | O_CREAT)
    var spawn = Spawn("/usr/bin/env", ["env"] + environment + arguments)
    spawn.descriptors = [input.number, output.number, errors.number]
    let process = try spawn.start()
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
            try await Task.sleep(for: limit)
            try sendSignal(SIGKILL, to: process)
        }
        defer { group.cancelAll() }
        return try await childExit(process)
    }
}
