import Synchronization

/// SPDY/3.1 over a connection: streams of bytes, opened by either side.
///
/// ```swift
/// let session = SPDYSession(connection, isClient: false)
/// group.addTask { try await session.run() }
/// while let stream = try await session.accept() { … stream.headers["streamtype"] … }
/// ```
/// ``run()`` reads the connection; without it nothing arrives. A stream whose reader is slow holds the whole
/// connection back, as with Kubernetes' own library.
package final class SPDYSession: Sendable {
    private struct State {
        var parser = SPDYParser()
        var streams: [UInt32: SPDYStream] = [:]
        var nextStream: UInt32
        var lastAccepted: UInt32 = 0
    }

    private let transport: any ByteTransport
    private let outbox: SPDYOutbox
    private let isClient: Bool
    private let state: Mutex<State>
    private let incoming = Mailbox<SPDYStream>()

    package init(_ transport: some ByteTransport, isClient: Bool) {
        self.transport = transport
        self.isClient = isClient
        outbox = SPDYOutbox(transport)
        state = Mutex(State(nextStream: isClient ? 1 : 2))
    }

    /// The next stream that the peer opened; nil when there will be no more. It has been answered.
    package func accept() async throws -> SPDYStream? { try await incoming.next() }

    /// Opens a stream, and returns when the peer has answered.
    /// - Throws: ``SPDYError`` when it refused.
    package func open(_ headers: HTTPHeaders) async throws -> SPDYStream {
        let stream = try await outbox.open { [self] in
            let stream = state.withLock { state in
                defer { state.nextStream += 2 }
                let stream = SPDYStream(number: state.nextStream, headers: headers, session: self)
                state.streams[stream.number] = stream
                return stream
            }
            return (stream, .synStream(stream.number, headers, isLast: false))
        }
        guard try await stream.answered.next() != nil else { throw SPDYError("the stream was refused") }
        return stream
    }

    /// Reads until the peer closes, or this task is cancelled; then all streams end.
    /// - Throws: ``SPDYError`` when the peer broke the protocol.
    package func run() async throws {
        defer { end() }
        while let bytes = try await transport.read() {
            for frame in try parse(bytes) { try await handle(frame) }
        }
    }

    /// Tells the peer, and closes the connection.
    package func close() async {
        let last = state.withLock(\.lastAccepted)
        try? await outbox.send(.goAway(lastStream: last))
        await transport.close()
    }

    func send(_ frame: SPDYFrame) async throws { try await outbox.send(frame) }

    func forget(_ number: UInt32) { _ = state.withLock { $0.streams.removeValue(forKey: number) } }

    private func parse(_ bytes: [UInt8]) throws(SPDYError) -> [SPDYFrame] {
        try state.withLock { state throws(SPDYError) in try state.parser.receive(bytes) }
    }

    private func end() {
        let streams = state.withLock { state in
            defer { state.streams = [:] }
            return Array(state.streams.values)
        }
        for stream in streams { stream.end(throwing: HTTPError.connectionClosed) }
        incoming.finish()
    }

    private func handle(_ frame: SPDYFrame) async throws {
        switch frame {
        case .synStream(let number, let headers, let isLast): try await accept(number, headers, isLast: isLast)
        case .synReply(let number, _, let isLast):
            stream(number)?.answered.put(())
            if isLast { stream(number)?.receiveEnd() }
        case .data(let number, let bytes, let isLast):
            guard let stream = stream(number) else { break }
            await stream.receive(bytes)
            if isLast { stream.receiveEnd() }
        case .headers(let number, _, let isLast):
            if isLast { stream(number)?.receiveEnd() }
        case .reset(let number, let status):
            stream(number)?.end(throwing: SPDYError("the stream was reset with status \(status)"))
            forget(number)
        case .ping(let number):
            // Odd numbers are a client's pings; one of our own parity would be an answer.
            if (number % 2 == 1) != isClient { try await send(frame) }
        case .goAway: incoming.finish()
        case .ignored: break
        }
    }

    private func accept(_ number: UInt32, _ headers: HTTPHeaders, isLast: Bool) async throws {
        let stream = SPDYStream(number: number, headers: headers, session: self)
        let isValid = state.withLock { state in
            guard number > state.lastAccepted, (number % 2 == 1) != isClient, state.streams.count < 1024 else {
                return false
            }
            state.lastAccepted = number
            state.streams[number] = stream
            return true
        }
        guard isValid else { return try await send(.reset(number, status: 1)) }
        try await send(.synReply(number, [:], isLast: false))
        if isLast { stream.receiveEnd() }
        incoming.put(stream)
    }

    private func stream(_ number: UInt32) -> SPDYStream? { state.withLock { $0.streams[number] } }
}

/// Writes frames one after the other: header compression depends on their order. An actor doesn't change the order in
/// which calls reach the transport, and that keeps it from there.
private actor SPDYOutbox {
    private let transport: any ByteTransport
    private var writer = SPDYWriter()

    init(_ transport: any ByteTransport) { self.transport = transport }

    func send(_ frame: SPDYFrame) async throws { try await transport.write(writer.bytes(frame)) }

    /// Streams must be opened in the order of their numbers.
    func open(_ make: @Sendable () -> (SPDYStream, SPDYFrame)) async throws -> SPDYStream {
        let (stream, frame) = make()
        try await send(frame)
        return stream
    }
}
