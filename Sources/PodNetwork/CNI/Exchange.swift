internal import Glibc
internal import Linux

/// Runs a program, gives it `input` and takes what it prints.
///
/// - Parameter input: below 64 KiB, so that it fits into the pipe before the program reads it.
/// - Throws: ``CNIError`` when it can't be started, or takes longer than a minute; then it is killed.
func exchange(
    _ path: String, _ arguments: [String], environment: [String], input: [UInt8]
) async throws -> (output: [UInt8], status: Int32) {
    guard input.count < 60_000 else { throw CNIError(.invalidConfiguration, "the network configuration is too large") }
    let (process, output) = try start(path, arguments, environment, input)
    let result = try await withThrowingTaskGroup(of: (output: [UInt8], status: Int32)?.self) { group in
        group.addTask {
            let bytes = try await readAll(output)
            return (bytes, try await childExit(process))
        }
        group.addTask {
            try await Task.sleep(for: .seconds(60))
            return nil
        }
        defer { group.cancelAll() }
        let first = try await group.next() ?? nil
        // Its end lets the other task finish.
        if first == nil { try sendSignal(SIGKILL, to: process) }
        return first
    }
    guard let result else { throw CNIError(.tryAgainLater, "plugin \(path) took longer than a minute") }
    return result
}

private func start(
    _ path: String, _ arguments: [String], _ environment: [String], _ input: [UInt8]
) throws -> (ProcessID, Int32) {
    let standardInput = try FileDescriptor.pipe()
    let standardOutput = try FileDescriptor.pipe()
    try standardInput.writing.write(input)
    var spawn = Spawn(path, arguments, environment: environment)
    spawn.descriptors = [standardInput.reading.number, standardOutput.writing.number, 2]
    do {
        let process = try spawn.start()
        return (process, try standardOutput.reading.duplicate().release())
    } catch {
        throw CNIError(.inputOutput, "plugin \(path) can't be started", details: "\(error)")
    }
}

/// Everything until the other side closes; closes this side.
private func readAll(_ number: Int32) async throws -> [UInt8] {
    let descriptor = FileDescriptor(owning: number)
    var bytes: [UInt8] = []
    while bytes.count < 1 << 20 {
        try await Poller.shared.ready(descriptor.number, for: .reading)
        let part = try descriptor.read(upTo: 64 * 1024)
        if part.isEmpty { break }
        bytes += part
    }
    return bytes
}
