import HTTP
import NIOCore
import Synchronization

/// One call, as its caller sees it.
final class ClientCall: Sendable {
    enum Shape: Sendable {
        case unary([UInt8])
        case serverStream([UInt8])
        case bidirectional
    }

    struct Target: Sendable {
        var scheme: String
        var authority: String
    }

    let path: String
    let shape: Shape
    let timeout: Duration?
    let maximumMessageSize: Int
    let target: Target
    let responses: Mailbox<[UInt8]>
    private let stream: StreamReference
    private let opened = Mailbox<StreamWriter>()

    init(path: String, shape: Shape, timeout: Duration?, maximumMessageSize: Int, target: Target) {
        self.path = path
        self.shape = shape
        self.timeout = timeout
        self.maximumMessageSize = maximumMessageSize
        self.target = target
        let stream = StreamReference()
        self.stream = stream
        responses = Mailbox(onTaken: { left in
            if left == ReadGate.lowMark { stream.onLoop { $0.readOn() } }
        })
    }

    /// Nobody can read any more: the server needn't go on.
    deinit { cancel() }

    /// The next message of the answer; a cancelled task cancels the call.
    func next() async throws -> [UInt8]? {
        do { return try await responses.next() } catch is CancellationError {
            cancel()
            throw CancellationError()
        }
    }

    /// For messages, when the stream is open.
    func writer() async throws -> StreamWriter {
        guard let writer = try await opened.next() else { throw GRPCError(.unavailable, "the stream didn't open") }
        return writer
    }

    /// No more requests.
    func finish() { stream.onLoop { $0.connection?.finish($0, .data) } }

    func cancel() { stream.onLoop { $0.connection?.cancel($0) } }

    // MARK: On the event loop

    func begin(on connection: HTTP2Connection) {
        let user = ClientStream(self)
        connection.open(user) { [weak self] stream in
            guard let self, let loop = connection.context?.eventLoop else { return connection.cancel(stream) }
            let writer = StreamWriter(stream, on: loop)
            self.stream.set(writer)
            user.begin(self, on: stream, loop)
            opened.put(writer)
        }
    }

    func end(_ error: GRPCError?) {
        responses.finish(throwing: error)
        opened.finish(throwing: error)
        stream.set(nil)
    }
}

/// The call's stream, while it is open.
private final class StreamReference: Sendable {
    private let held = Mutex<StreamWriter?>(nil)
    func set(_ stream: StreamWriter?) { held.withLock { $0 = stream } }
    func onLoop(_ body: @escaping @Sendable (HTTP2Stream) -> Void) { held.withLock(\.self)?.onLoop(body) }
}
