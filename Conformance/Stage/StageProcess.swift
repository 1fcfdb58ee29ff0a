internal import Glibc
internal import Linux
internal import Synchronization

/// A program on the stage: started with a log, ended with all that it has started.
package final class StageProcess: Sendable {
    private let process: Int32
    private let file: String
    private let hasEnded = Atomic(false)

    /// - Parameters:
    ///   - environment: `NAME=value`, added to this process's.
    ///   - enter: paths of namespaces to join.
    package init(
        _ path: String, _ arguments: [String], environment: [String] = [], enter: [String] = [], log file: String
    ) throws {
        let output = try FileDescriptor(open: file, O_WRONLY | O_CREAT | O_APPEND)
        var spawn = Spawn(path, [path] + arguments, enter: enter)
        spawn.environment += environment
        spawn.descriptors = [nil, output.number, output.number]
        spawn.ownSession = true
        // Whatever becomes of the harness, nothing of the stage stays.
        spawn.parentDeathSignal = SIGKILL
        self.file = file
        process = try spawn.startFromLastingThread()
    }

    package var isRunning: Bool { Linux.isRunning(process) }

    /// The end of what it has printed.
    package var log: String {
        let bytes = (try? readFile(file)) ?? []
        return String(decoding: bytes.suffix(16 * 1024), as: UTF8.self)
    }

    /// Waits until it has ended; a second time does nothing.
    /// - Returns: whether this was the first time.
    @discardableResult
    package func end() -> Bool {
        guard !hasEnded.exchange(true, ordering: .relaxed) else { return false }
        _ = kill(-process, SIGKILL)
        _ = try? waitForChild(process)
        return true
    }
}
