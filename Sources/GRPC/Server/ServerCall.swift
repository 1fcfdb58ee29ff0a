import HTTP
import NIOCore
import Synchronization

/// One call, as the task sees it that answers it.
final class ServerCall: Sendable {
    /// The method, and what the client has sent or sends.
    enum Work: Sendable {
        case unary(GRPCServices.Unary, [UInt8])
        case streaming(GRPCServices.Streaming, Mailbox<[UInt8]>)
    }

    private let work: Work
    private let call: GRPCCall
    private let end: CallEnd
    private let channel: any Channel
    private let handler: NIOLoopBound<ServerStreamHandler>

    init(_ work: Work, call: GRPCCall, end: CallEnd, channel: any Channel, handler: ServerStreamHandler) {
        self.work = work
        self.call = call
        self.end = end
        self.channel = channel
        self.handler = NIOLoopBound(handler, eventLoop: channel.eventLoop)
    }

    func serve() async {
        await withTaskGroup(of: Void.self) { group in
            // It begins at once: a method that has its answer ready is done before anybody waits.
            group.addImmediateTask {
                await self.answer()
                self.end.set()
            }
            await end.wait()
            group.cancelAll()
        }
    }

    private func answer() async {
        do {
            switch work {
            case .unary(let method, let request):
                let response = try await method(request, call)
                onLoop { $0.reply(response) }
            case .streaming(let method, let requests):
                try await method(requests, channel, call)
                onLoop { $0.finish(.ok, "") }
            }
        } catch {
            let error = grpcError(error)
            onLoop { $0.finish(error.code, error.message) }
        }
    }

    private func onLoop(_ body: @escaping @Sendable (ServerStreamHandler) -> Void) {
        if channel.eventLoop.inEventLoop { return body(handler.value) }
        channel.eventLoop.execute { [handler] in body(handler.value) }
    }
}

private func grpcError(_ error: any Error) -> GRPCError {
    switch error {
    case let error as GRPCError: error
    case is CancellationError: GRPCError(.cancelled, "cancelled")
    default: GRPCError(.unknown, "\(error)")
    }
}

/// Comes when the client has cancelled, or its deadline is over, or the answer is complete.
final class CallEnd: Sendable {
    private struct State {
        var hasCome = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    func set() {
        let waiter = state.withLock { state in
            state.hasCome = true
            return state.waiter.take()
        }
        waiter?.resume()
    }

    /// For one task; returns also when that is cancelled.
    func wait() async {
        if state.withLock(\.hasCome) { return }
        await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                let hasCome = state.withLock { state in
                    if !state.hasCome, !Task.isCancelled { state.waiter = waiter }
                    return state.waiter == nil
                }
                if hasCome { waiter.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiter.take() }?.resume()
        }
    }
}
