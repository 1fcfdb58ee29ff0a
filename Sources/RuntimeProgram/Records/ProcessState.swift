import Containers
import Linux

/// What became of a process that a shim was to start, read from the shim's files in its folder.
enum ProcessState: Hashable, Sendable {
    case notStarted
    /// Times are in nanoseconds since 1970.
    case running(ProcessID, since: Int)
    case ended(ExitStatus, startedAt: Int, at: Int)

    /// - Parameters:
    ///   - folder: with the files `pid` and `exit`, each of a number and a time.
    ///   - shim: that was to start it.
    init(folder: String, shim: Shim) {
        guard let start = Self.pair(folder + "/pid") else {
            self = .notStarted
            return
        }
        if let end = Self.pair(folder + "/exit") {
            self = .ended(end.number, startedAt: start.time, at: end.time)
        } else if isRunning(start.number) {
            self = .running(start.number, since: start.time)
        } else {
            self = Self.lost(folder, start, shim)
        }
    }

    /// The process is gone, and nobody has said how: either the shim is about to, or it is gone itself, and the kernel
    /// has killed what it had started.
    private static func lost(_ folder: String, _ start: (number: Int32, time: Int), _ shim: Shim) -> ProcessState {
        if shim.isRunning { return .running(start.number, since: start.time) }
        if let end = pair(folder + "/exit") { return .ended(end.number, startedAt: start.time, at: end.time) }
        let now = Int(realNanoseconds())
        try? replaceFile(folder + "/exit", with: Array("137 \(now)\n".utf8))
        return .ended(137, startedAt: start.time, at: now)
    }

    private static func pair(_ path: String) -> (number: Int32, time: Int)? {
        let words = (try? readText(path))?.split(separator: " ") ?? []
        guard words.count == 2, let number = Int32(words[0]), let time = Int(words[1]) else { return nil }
        return (number, time)
    }

    var process: ProcessID? {
        if case .running(let process, _) = self { process } else { nil }
    }
}
