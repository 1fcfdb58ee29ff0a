import HTTP
import NIOCore

/// One stream of a connection: one call. Everything here happens on the connection's event loop.
///
/// ```
/// client   HEADERS  DATA … DATA+END                           either side may end its half first;
/// server                     HEADERS  DATA … HEADERS+END      a RST_STREAM ends both at once
/// ```
final class HTTP2Stream {
    /// How a side's half of a stream ends.
    enum End {
        case data
        /// Trailers.
        case headers(HeaderBlock)
    }

    /// How much of a message the other side may send before it is read.
    static let receiveWindow = 1 << 20
    /// A writer waits while more than this waits to be sent, until less than that does.
    static let highMark = 64 << 10
    static let lowMark = 16 << 10

    /// 0 as long as the stream waits for its beginning.
    var id: UInt32
    /// Nil when the stream is over: until then they hold each other.
    var connection: HTTP2Connection?
    /// Nil when the call has ended.
    var user: (any StreamUser)?
    /// Goes before the first message.
    var opening: HeaderBlock?
    var sendWindow: SendWindow
    /// What the windows don't allow yet; `end` comes behind it.
    var unsent = ByteBuffer()
    var end: End?
    /// It waits for the connection's window.
    var isBlocked = false
    var receiveWindow = ReceiveWindow(HTTP2Stream.receiveWindow)
    var hasSentEnd = false
    var hasReceivedEnd = false
    /// False while the call's reader is behind: then the other side gets no more window.
    private(set) var isReading = true
    private var writer: CheckedContinuation<Void, Never>?

    init(id: UInt32 = 0, sendWindow: Int) {
        self.id = id
        self.sendWindow = SendWindow(sendWindow)
    }

    /// Neither side has anything more to say.
    var isDone: Bool { hasSentEnd && hasReceivedEnd }

    // MARK: A reader that can't follow

    func put(_ message: [UInt8], into mailbox: Mailbox<[UInt8]>) {
        if mailbox.put(message) >= ReadGate.highMark { isReading = false }
    }

    func readOn() {
        isReading = true
        connection?.giveBackWindow(self)
    }

    // MARK: A writer that must wait

    fileprivate func wait(_ continuation: CheckedContinuation<Void, Never>) {
        writer = continuation
        resumeWriter()
    }

    func resumeWriter() {
        if connection == nil || unsent.readableBytes < Self.lowMark { writer.take()?.resume() }
    }
}

/// Whom a stream belongs to: a call, as one of the two sides sees it.
protocol StreamUser: AnyObject {
    func receive(_ headers: ReceivedHeaders)
    /// Messages in their frames, cut anywhere.
    func receive(_ bytes: ByteBuffer)
    /// The other side has nothing more to say.
    func receiveEnd()
    /// The stream is over before its end.
    func abort(_ reason: String)
}

/// A stream, for tasks that write messages.
struct StreamWriter: Sendable {
    private let stream: NIOLoopBound<HTTP2Stream>

    init(_ stream: HTTP2Stream, on loop: any EventLoop) { self.stream = NIOLoopBound(stream, eventLoop: loop) }

    /// As ``GRPCWriter/write(_:)``.
    func send(_ message: [UInt8]) async throws {
        let unsent =
            stream.eventLoop.inEventLoop
            ? try Self.send(message, on: stream.value)
            : try await stream.eventLoop.submit { [stream] in try Self.send(message, on: stream.value) }.get()
        guard unsent > HTTP2Stream.highMark else { return }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in onLoop { $0.wait(continuation) } }
        } onCancel: {
            // Nothing else ends the wait when the other side has stopped reading.
            onLoop { $0.connection?.cancel($0) }
        }
    }

    private static func send(_ message: [UInt8], on stream: HTTP2Stream) throws(GRPCError) -> Int {
        guard let connection = stream.connection, stream.end == nil else {
            throw GRPCError(.unavailable, "the stream was closed by the other side")
        }
        return connection.send(message, on: stream)
    }

    func onLoop(_ body: @escaping @Sendable (HTTP2Stream) -> Void) { stream.onLoop(body) }
}
