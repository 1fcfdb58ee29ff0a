internal import CLinux
internal import Glibc

/// What a program printed, and how it ended.
package struct FinishedProgram: Sendable {
    package var output: [UInt8]
    package var status: ExitStatus

    package var text: String { String(decoding: output, as: UTF8.self) }
}

/// Runs a program to its end: gives it `input` on standard input, takes what it prints.
///
/// The input lies in a file in memory, so that it may be of any size and nobody has to feed a pipe meanwhile.
/// - Parameters:
///   - takesErrors: standard error is part of the output, too; otherwise it is this process's own.
///   - limit: then the program is killed.
/// - Throws: ``SystemCallError`` when it can't be started; with ETIMEDOUT when it was killed.
package func runProgram(
    _ path: String, _ arguments: [String], environment: [String] = currentEnvironment(), input: [UInt8] = [],
    takesErrors: Bool = false, limit: Duration = .seconds(60)
) async throws -> FinishedProgram {
    let (process, output) = try start(Spawn(path, [path] + arguments, environment: environment), input, takesErrors)
    return try await withThrowingTaskGroup(of: FinishedProgram?.self) { group in
        group.addTask { FinishedProgram(output: try await readAll(output), status: try await childExit(process)) }
        group.addTask {
            try await Task.sleep(for: limit)
            return nil
        }
        defer { group.cancelAll() }
        if let result = try await group.next() ?? nil { return result }
        // Its end lets the other task finish, and the group with it.
        try sendSignal(SIGKILL, to: process)
        throw SystemCallError("wait", path, errno: ETIMEDOUT)
    }
}

private func start(_ spawn: Spawn, _ input: [UInt8], _ takesErrors: Bool) throws -> (ProcessID, output: Int32) {
    let file = FileDescriptor(owning: try systemCall("memfd_create") { clinux_memory_file() })
    try file.write(input)
    try systemCall("lseek") { lseek(file.number, 0, SEEK_SET) }
    let output = try FileDescriptor.pipe()
    var spawn = spawn
    spawn.descriptors = [file.number, output.writing.number, takesErrors ? output.writing.number : 2]
    let process = try spawn.start()
    return (process, try output.reading.duplicate().release())
}

/// Everything until the other side closes; closes this side.
private func readAll(_ number: Int32) async throws -> [UInt8] {
    let descriptor = FileDescriptor(owning: number)
    var bytes: [UInt8] = []
    while true {
        try await Poller.shared.ready(descriptor.number, for: .reading)
        let part = try descriptor.read(upTo: 64 * 1024)
        if part.isEmpty { return bytes }
        bytes += part
    }
}
