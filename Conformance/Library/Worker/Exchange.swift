internal import Glibc
internal import Linux
internal import Schema

/// A request, and the answer to it: one JSON document a line, each way.
///
/// While it waits, whatever the worker prints is taken, so that a worker that prints much doesn't stand still; and its
/// end is noticed at once, even if a process that it has left behind keeps its descriptors open.
struct Exchange: ~Copyable, Sendable {
    /// An answer may have this many bytes.
    static let longestAnswer = 16 << 20

    private let ends: HarnessEnds
    private var lastRequest = 0
    private var received: [UInt8] = []
    /// So many of them hold no end of a line.
    private var searched = 0

    init(_ ends: consuming HarnessEnds) { self.ends = ends }

    /// What there is to keep of a call.
    enum Trace {
        case printed([UInt8])
        case request([UInt8])
        case answer([UInt8])
    }

    enum Outcome {
        case answer(JSON)
        /// The worker may live on.
        case failed(CodeUnderTestError.Reason)
        /// The worker has ended.
        case ended
    }

    /// Blocks until the answer is there, or the worker has ended, or the time is over.
    mutating func ask(
        _ call: String, _ arguments: JSON, within limit: Duration, keep: (Trace) -> Void
    ) -> Outcome {
        lastRequest += 1
        let request: JSON = ["id": .integer(Int64(lastRequest)), "call": .string(call), "arguments": arguments]
        var unsent = (request.bytes + [UInt8(ascii: "\n")])[...]
        keep(.request(Array(unsent)))
        let deadline = ContinuousClock.now + limit
        while true {
            if let line = takeLine() {
                keep(.answer(line + [UInt8(ascii: "\n")]))
                return Self.outcome(of: line, to: lastRequest)
            }
            if received.count > Self.longestAnswer { return .failed(.flood) }
            let left = deadline - .now
            if left <= .zero { return .failed(.hang(limit)) }
            let ready = wait(sending: !unsent.isEmpty, left)
            // Looked at before reading: what a process wrote before its end is there then.
            let hasEnded = ready.process
            if ready.requests { unsent = send(unsent) }
            let (isOpen, bytes) = Self.take(ends.answers.number)
            received += bytes
            keep(.printed(Self.take(ends.output.number).bytes))
            keep(.printed(Self.take(ends.errors.number).bytes))
            if bytes.isEmpty, hasEnded { return .ended }
            if !isOpen, !hasEnded { return waitForEnd(keep) }
        }
    }

    /// The worker has closed its end of the answers: usually because it is ending.
    private func waitForEnd(_ keep: (Trace) -> Void) -> Outcome {
        var waiting = [pollfd(fd: ends.process.number, events: Int16(POLLIN), revents: 0)]
        let count = poll(&waiting, 1, 2000)
        keep(.printed(Self.take(ends.output.number).bytes))
        keep(.printed(Self.take(ends.errors.number).bytes))
        return count > 0 ? .ended : .failed(.closed)
    }

    private func wait(sending: Bool, _ limit: Duration) -> (process: Bool, requests: Bool) {
        var waiting = [ends.process.number, ends.answers.number, ends.output.number, ends.errors.number].map {
            pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
        }
        waiting.append(pollfd(fd: sending ? ends.requests.number : -1, events: Int16(POLLOUT), revents: 0))
        // What was closed on the other side is always ready: don't turn round and round for it.
        for index in 2...3 where isFinished(waiting[index].fd) { waiting[index].fd = -1 }
        _ = poll(&waiting, nfds_t(waiting.count), Int32(min(limit.milliseconds, 60_000)) + 1)
        return (waiting[0].revents != 0, waiting[4].revents != 0)
    }

    private func isFinished(_ number: Int32) -> Bool {
        var waiting = [pollfd(fd: number, events: Int16(POLLIN), revents: 0)]
        return poll(&waiting, 1, 0) > 0 && waiting[0].revents & Int16(POLLIN) == 0
    }

    /// What remains to be sent. When nobody reads any more, nothing does: the worker's end says the rest.
    private func send(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let count = bytes.withUnsafeBytes {
            Glibc.send(ends.requests.number, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        if count < 0 { return errno == EAGAIN || errno == EINTR ? bytes : [] }
        return bytes.dropFirst(count)
    }

    private mutating func takeLine() -> [UInt8]? {
        let start = searched
        let end = received.withUnsafeBytes { bytes -> Int? in
            guard let base = bytes.baseAddress, start < bytes.count else { return nil }
            return memchr(base + start, 10, bytes.count - start).map { UnsafeRawPointer($0) - base }
        }
        searched = end == nil ? received.count : 0
        guard let end else { return nil }
        defer { received.removeFirst(end + 1) }
        return Array(received[..<end])
    }

    /// What is there, of a descriptor that doesn't block; not open when the other side has closed.
    private static func take(_ number: Int32) -> (isOpen: Bool, bytes: [UInt8]) {
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        let count = read(number, &buffer, buffer.count)
        if count < 0 { return (true, []) }
        return (count > 0, Array(buffer.prefix(count)))
    }

    private static func outcome(of line: [UInt8], to request: Int) -> Outcome {
        guard let answer = try? JSON(parsing: line), answer["id"]?.integer == request else {
            return .failed(.garbage(String(decoding: line.prefix(200), as: UTF8.self)))
        }
        if let result = answer["result"] { return .answer(result) }
        if let missing = answer["notWritten"] {
            return .failed(
                .notWritten(
                    missing["what"]?.string ?? "", file: missing["file"]?.string ?? "",
                    line: missing["line"]?.integer ?? 0))
        }
        return .failed(.refused(answer["error"]?.string ?? "no result"))
    }
}

extension Duration {
    var milliseconds: Int { Int(components.seconds) * 1000 + Int(components.attoseconds / 1_000_000_000_000_000) }
}
