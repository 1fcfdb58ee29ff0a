import API
import HTTP
import Linux
import Schema

/// Which part of a log is wanted: the parameters of `pods/NAME/log`.
struct LogOptions: Sendable, Hashable {
    var follows = false
    /// Nil: all.
    var tailLines: Int?
    var limitBytes: Int?
    var hasTimestamps = false
    /// Nothing older than this.
    var since: MicroTime?

    init(_ query: Query) throws {
        follows = query["follow"] == "true"
        hasTimestamps = query["timestamps"] == "true"
        tailLines = try Self.number(query, "tailLines", atLeast: 0)
        limitBytes = try Self.number(query, "limitBytes", atLeast: 1)
        if let seconds = try Self.number(query, "sinceSeconds", atLeast: 1) {
            since = MicroTime(microseconds: Int(realNanoseconds() / 1000) - seconds * 1_000_000)
        } else if let text = query["sinceTime"], !text.isEmpty {
            since = try MicroTime(json: .string(text))
        }
    }

    private static func number(_ query: Query, _ name: String, atLeast least: Int) throws -> Int? {
        guard let text = query[name], !text.isEmpty else { return nil }
        guard let number = Int(text), number >= least else {
            throw Status.badRequest("\(name): Invalid value: \"\(text)\": must be a number of at least \(least)")
        }
        return number
    }
}

/// Reads a container's log file: lines of `TIME STREAM F|P TEXT`, as the runtime writes them.
///
/// A part marked `P` has no line end of its own: the line was longer than the runtime's buffer.
/// Source: the CRI logging format of Kubernetes.
struct LogReader {
    let path: String
    let options: LogOptions

    /// How long a reader that follows waits before it looks for more.
    private static let pause = Duration.milliseconds(100)

    /// - Parameters:
    ///   - isRunning: whether more can come.
    ///   - write: takes text, piece by piece.
    func read(isRunning: () -> Bool, write: ([UInt8]) async throws -> Void) async throws {
        var file = try LogFile(path)
        var rest = options.limitBytes ?? .max
        try file.skip(toLast: options.tailLines)
        while !Task.isCancelled, rest > 0 {
            // Asked before the file is read: what was written before the end is then surely seen.
            let mayGrow = options.follows && isRunning()
            let lines = try file.lines()
            var text: [UInt8] = []
            for line in lines { text += shown(line) }
            if text.count > rest { text.removeLast(text.count - rest) }
            rest -= text.count
            if !text.isEmpty { try await write(text) }
            guard lines.isEmpty else { continue }
            guard mayGrow else { return }
            try await Task.sleep(for: Self.pause)
            try file.reopenIfReplaced()
        }
    }

    /// What the container wrote, of a line in its log file.
    static func text(_ line: ArraySlice<UInt8>) -> [UInt8] {
        let parts = line.split(separator: UInt8(ascii: " "), maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 4 else { return Array(line) + [UInt8(ascii: "\n")] }
        return Array(parts[3]) + (parts[2].first == UInt8(ascii: "F") ? [UInt8(ascii: "\n")] : [])
    }

    private func shown(_ line: ArraySlice<UInt8>) -> [UInt8] {
        let parts = line.split(separator: UInt8(ascii: " "), maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 4 else { return Self.text(line) }
        if let since = options.since,
            let time = try? MicroTime(json: .string(String(decoding: parts[0], as: UTF8.self))),
            time < since
        {
            return []
        }
        return (options.hasTimestamps ? Array(parts[0]) + [UInt8(ascii: " ")] : []) + Self.text(line)
    }
}

/// A log file that grows, and that is replaced by an empty one when it has become too large.
private struct LogFile {
    private static let chunk = 64 << 10

    private let path: String
    private var file: FileDescriptorBox
    private var pending: [UInt8] = []

    init(_ path: String) throws {
        self.path = path
        file = try FileDescriptorBox(path)
    }

    /// The next whole lines, without their ends; none at the end of the file.
    mutating func lines() throws -> [ArraySlice<UInt8>] {
        let bytes = try file.read(upTo: Self.chunk)
        guard !bytes.isEmpty else { return [] }
        pending += bytes
        guard let end = pending.lastIndex(of: UInt8(ascii: "\n")) else { return try lines() }
        let whole = pending[..<end]
        pending = Array(pending[(end + 1)...])
        return whole.split(separator: UInt8(ascii: "\n"))
    }

    /// Goes back from the end until the wanted number of lines lies ahead.
    mutating func skip(toLast count: Int?) throws {
        guard let count else { return }
        let size = try file.size
        var start = size
        var seen = 0
        while start > 0, seen <= count {
            let from = max(0, start - Self.chunk)
            let bytes = try file.read(from: from, upTo: start - from)
            for index in bytes.indices.reversed() where bytes[index] == UInt8(ascii: "\n") {
                seen += 1
                if seen == count + 1 { return file.seek(to: from + index + 1) }
            }
            start = from
        }
        file.seek(to: count == 0 ? size : 0)
    }

    mutating func reopenIfReplaced() throws {
        do {
            let current = try FileDescriptorBox(path)
            if current.identity != file.identity { file = current }
        } catch  where error.isMissing {
            // Removed with its pod, or put aside this moment: what is open can still be read.
        }
    }
}
