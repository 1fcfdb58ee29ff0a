import Linux

/// A running component, written down so that the next supervisor finds it: a killed supervisor leaves its children to
/// process 1, and they go on.
///
/// A process number alone doesn't tell a process: numbers are used again. Number and start time together do.
struct ProcessRecord: Hashable {
    var process: ProcessID
    /// In clock ticks since the machine started: field 22 of `/proc/PID/stat`.
    var startTicks: Int64
    var commandLine: String

    init(of process: ProcessID, commandLine: String) throws {
        self.process = process
        self.commandLine = commandLine
        startTicks = try Self.startTicks(of: process)
    }

    /// From the first two lines of a file that ``write(to:)`` wrote; nil when there is no such file.
    init?(at path: String) {
        guard let lines = try? readText(path).split(separator: "\n", maxSplits: 2, omittingEmptySubsequences: false),
            lines.count == 3, let process = ProcessID(lines[0]), let ticks = Int64(lines[1])
        else { return nil }
        (self.process, startTicks, commandLine) = (process, ticks, String(lines[2]))
    }

    func write(to path: String) throws {
        try replaceFile(path, with: Array("\(process)\n\(startTicks)\n\(commandLine)".utf8))
    }

    /// True while it is that very process.
    var isAlive: Bool { isRunning(process) && (try? Self.startTicks(of: process)) == startTicks }

    private static func startTicks(of process: ProcessID) throws -> Int64 {
        // The program's name, field 2, stands in parentheses and may contain anything.
        let fields = try readText("/proc/\(process)/stat").split(separator: ")").last?.split(separator: " ") ?? []
        guard fields.count > 19, let ticks = Int64(fields[19]) else {
            throw SystemCallError("read", "/proc/\(process)/stat", errno: 22)
        }
        return ticks
    }
}
