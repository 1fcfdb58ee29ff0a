import HTTP
import NIOCore

/// One call, as the task sees it that answers it.
final class ServerCall: Sendable {
    private let method: GRPCServices.Method
    private let call: GRPCCall
    private let requests: Mailbox<[UInt8]>
    /// Ends when the client has cancelled, or its deadline is over, or the answer is complete.
    private let gone: Mailbox<Never>
    private let channel: any Channel
    private let handler: NIOLoopBound<ServerStreamHandler>

    init(
        method: GRPCServices.Method, call: GRPCCall, requests: Mailbox<[UInt8]>, gone: Mailbox<Never>,
        channel: any Channel, handler: ServerStreamHandler
    ) {
        self.method = method
        self.call = call
        self.requests = requests
        self.gone = gone
        self.channel = channel
        self.handler = NIOLoopBound(handler, eventLoop: channel.eventLoop)
    }

    func serve() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await self.answer()
                self.gone.finish()
            }
            _ = try? await gone.next()
            group.cancelAll()
        }
    }

    private func answer() async {
        do {
            switch method {
            case .unary(let handle):
                guard let request = try await requests.next() else {
                    throw GRPCError(.internal, "no request message")
                }
                let response = try await handle(request, call)
                onLoop { $0.reply(response) }
            case .streaming(let handle):
                try await handle(requests, channel, call)
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
