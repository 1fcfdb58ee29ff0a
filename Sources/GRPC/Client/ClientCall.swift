import HTTP
import NIOCore
import NIOHTTP2
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
    private let opened = Mailbox<any Channel>()

    init(path: String, shape: Shape, timeout: Duration?, maximumMessageSize: Int, scheme: Target) {
        self.path = path
        self.shape = shape
        self.timeout = timeout
        self.maximumMessageSize = maximumMessageSize
        target = scheme
        let stream = StreamReference()
        self.stream = stream
        responses = Mailbox(onTaken: { left in
            if left == ReadGate.lowMark { stream.channel?.triggerUserOutboundEvent(ReadGate.Open(), promise: nil) }
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

    /// The stream, when it is open.
    func channel() async throws -> any Channel {
        guard let channel = try await opened.next() else { throw GRPCError(.unavailable, "the stream didn't open") }
        return channel
    }

    /// No more requests.
    func finish() async {
        stream.channel?.writeAndFlush(
            HTTP2Frame.FramePayload.data(.init(data: .byteBuffer(ByteBuffer()), endStream: true)), promise: nil)
    }

    func cancel() { stream.channel?.close(promise: nil) }

    func open(_ channel: any Channel) {
        stream.set(channel)
        opened.put(channel)
    }

    func fail(_ error: GRPCError) {
        responses.finish(throwing: error)
        opened.finish(throwing: error)
        stream.set(nil)
    }

    func succeed() {
        responses.finish()
        stream.set(nil)
    }
}

/// The stream's channel, while it is open.
private final class StreamReference: Sendable {
    private let held = Mutex<(any Channel)?>(nil)
    var channel: (any Channel)? { held.withLock(\.self) }
    func set(_ channel: (any Channel)?) { held.withLock { $0 = channel } }
}
