import HTTP
import NIOCore
import Synchronization

/// A client's connection, and the tasks of its calls.
final class GRPCServerConnection: ServedConnection {
    /// So many calls may be under way. Those that were cancelled count until they have ended, so that nobody keeps the
    /// server busy with what he gives up at once.
    private static let maximumCalls = 1 << 16

    let channel: any Channel
    let executor: LoopExecutor
    let services: GRPCServices
    let maximumMessageSize: Int
    let peer: PeerIdentity?
    let remoteAddress: String
    private let protocols: Protocols

    private enum Protocols: Sendable {
        /// The promise is kept when the connection is closed, and the last call's task has ended.
        case http2(NIOLoopBound<HTTP2Connection>, done: EventLoopPromise<Void>)
        case http1(ServerConnection, any HTTPHandler)
    }

    private struct Calls {
        var count = 0
        var isClosed = false
    }

    private let calls = Mutex(Calls())

    /// Sets a new connection up, above TLS. On its event loop.
    init(
        channel: any Channel, isHTTP2: Bool, services: GRPCServices, configuration: GRPCServer.Configuration
    ) throws {
        self.channel = channel
        self.services = services
        executor = LoopExecutor(channel.eventLoop)
        maximumMessageSize = configuration.maximumMessageSize
        peer = PeerIdentity(of: channel)
        remoteAddress = channel.remoteAddress?.plain ?? ""
        guard isHTTP2 else {
            guard let handler = configuration.http else { throw HTTPError.protocolError("not HTTP/2") }
            protocols = .http1(try ServerConnection(channel: channel, configuration: .init()), handler)
            return
        }
        let connection = HTTP2Connection(.server)
        protocols = .http2(
            NIOLoopBound(connection, eventLoop: channel.eventLoop),
            done: channel.eventLoop.makePromise(of: Void.self))
        connection.onStream = { [unowned self] stream in
            calls.withLock(\.count) < Self.maximumCalls ? ServerCall(stream, of: self) : nil
        }
        connection.onClose = { [self] in change { $0.isClosed = true } }
        try channel.pipeline.syncOperations.addHandler(connection)
    }

    func serve() async {
        switch protocols {
        case .http1(let connection, let handler): await connection.serve(handler)
        case .http2(_, let done):
            await withTaskCancellationHandler {
                do { try await done.futureResult.get() } catch { preconditionFailure("\(error)") }
            } onCancel: {
                channel.close(promise: nil)
            }
        }
    }

    /// Tells the client to make no further calls here.
    func finishSoon() {
        switch protocols {
        case .http1(let connection, _): connection.finishSoon()
        case .http2(let connection, _): channel.eventLoop.execute { connection.value.finishSoon() }
        }
    }

    // MARK: The tasks

    /// Runs a call's method, beginning at once.
    func run(_ method: @escaping @Sendable () async -> Void) -> Task<Void, Never> {
        change { $0.count += 1 }
        return Task.immediate(executorPreference: executor) { [self] in
            await method()
            change { $0.count -= 1 }
        }
    }

    private func change(_ change: (inout Calls) -> Void) {
        let isDone = calls.withLock { calls in
            change(&calls)
            return calls.isClosed && calls.count == 0
        }
        if isDone, case .http2(_, let done) = protocols { done.succeed() }
    }
}
