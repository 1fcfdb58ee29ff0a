internal import Glibc
internal import Linux
internal import Schema

/// What a plugin has printed, and how it ended.
struct PluginAnswer: Sendable, CustomStringConvertible {
    let status: ExitStatus
    let output: [UInt8]

    var document: JSON? { try? JSON(parsing: output) }

    var description: String {
        let text = String(decoding: output.prefix(600), as: UTF8.self)
        return "status \(status), " + (text.isEmpty ? "and nothing is printed" : text)
    }

    /// No plugin takes longer.
    private static let patience = 20_000

    /// Runs a program to its end, or to that which it is given. Blocks.
    /// - Parameter files: a path, to which the names of input and output are added.
    init(_ spawn: Spawn, input: [UInt8], files: String, killedAfter milliseconds: Int?) throws {
        try writeFile("\(files).in", input)
        let reading = try FileDescriptor(open: "\(files).in", O_RDONLY)
        let writing = try FileDescriptor(open: "\(files).out", O_WRONLY | O_CREAT | O_TRUNC)
        var spawn = spawn
        spawn.descriptors = [reading.number, writing.number, nil]
        spawn.ownSession = true
        let process = try spawn.start()
        let descriptor = try processDescriptor(process)
        var ended = pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0)
        if poll(&ended, 1, Int32(milliseconds ?? Self.patience)) == 0 {
            if kill(-process, SIGKILL) != 0 { _ = kill(process, SIGKILL) }
        }
        status = try waitForChild(process)
        output = try readFile("\(files).out")
    }
}
