import Synchronization

/// One stream of a SPDY session: bytes in both directions, each of which ends by itself.
package final class SPDYStream: ByteTransport {
    private struct Ends {
        var ours = false
        var theirs = false
    }

    /// Of one DATA frame.
    private static let maximumPiece = 32 << 10

    package let number: UInt32
    /// With which it was opened: `streamtype`, `port`, `requestid`.
    package let headers: HTTPHeaders
    let answered = Mailbox<Void>()
    private let received = Mailbox<[UInt8]>()
    private let session: SPDYSession
    private let ends = Mutex(Ends())

    init(number: UInt32, headers: HTTPHeaders, session: SPDYSession) {
        self.number = number
        self.headers = headers
        self.session = session
    }

    package func read() async throws -> [UInt8]? { try await received.next() }

    /// - Throws: ``HTTPError/connectionClosed``
    package func write(_ bytes: [UInt8]) async throws {
        guard !ends.withLock(\.ours) else { throw HTTPError.connectionClosed }
        for start in stride(from: 0, to: bytes.count, by: Self.maximumPiece) {
            let piece = Array(bytes[start..<min(start + Self.maximumPiece, bytes.count)])
            try await session.send(.data(number, piece, isLast: false))
        }
    }

    /// No more bytes come from here; the peer may go on.
    package func finish() async {
        let (isFirst, isOver) = ends.withLock { ends in
            defer { ends.ours = true }
            return (!ends.ours, ends.theirs)
        }
        guard isFirst else { return }
        try? await session.send(.data(number, [], isLast: true))
        if isOver { session.forget(number) }
    }

    package func close() async { await finish() }

    /// Both directions end at once, and the peer sees an error.
    package func reset() async {
        end(throwing: CancellationError())
        session.forget(number)
        try? await session.send(.reset(number, status: 5))
    }

    /// Waits while the reader is behind, and with it the whole session.
    func receive(_ bytes: [UInt8]) async {
        if !bytes.isEmpty { await received.put(bytes, waitingBelow: ReadGate.highMark) }
    }

    func receiveEnd() {
        received.finish()
        let isOver = ends.withLock { ends in
            ends.theirs = true
            return ends.ours
        }
        if isOver { session.forget(number) }
    }

    func end(throwing error: any Error) {
        ends.withLock { ends in
            ends.ours = true
            ends.theirs = true
        }
        received.finish(throwing: error)
        answered.finish(throwing: error)
    }
}
