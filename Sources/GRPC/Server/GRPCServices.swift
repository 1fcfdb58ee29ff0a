import HTTP
import NIOCore
import Schema

/// The methods of a server, by path.
///
/// ```swift
/// var services = GRPCServices()
/// services.unary(KV.range) { request, call in try await store.range(request) }
/// services.bidirectional(Watch.watch) { requests, responses, call in … }
/// ```
/// A method that throws ``GRPCError`` ends its call with that; with any other error it ends with `UNKNOWN`. It runs on
/// the connection's event loop: it may compute and `await`, but must not block. When the client cancels, or its
/// deadline is over, the method's task is cancelled.
package struct GRPCServices: Sendable {
    typealias Unary = @Sendable (_ request: [UInt8], GRPCCall) async throws -> [UInt8]
    typealias Streaming = @Sendable (_ requests: Mailbox<[UInt8]>, StreamWriter, GRPCCall) async throws -> Void

    enum Method: Sendable {
        case unary(Unary)
        case streaming(Streaming)
    }

    private(set) var methods: [String: Method] = [:]

    package init() {}

    package mutating func unary<Request, Response>(
        _ method: GRPCMethod<Request, Response>,
        _ handle: @escaping @Sendable (Request, GRPCCall) async throws -> Response
    ) {
        methods[method.path] = .unary { bytes, call in try await handle(decoded(bytes), call).protobuf }
    }

    package mutating func serverStream<Request, Response>(
        _ method: GRPCMethod<Request, Response>,
        _ handle: @escaping @Sendable (Request, GRPCWriter<Response>, GRPCCall) async throws -> Void
    ) {
        methods[method.path] = .streaming { requests, responses, call in
            guard let request = try await requests.next() else { throw GRPCError(.internal, "no request message") }
            try await handle(decoded(request), GRPCWriter(stream: responses), call)
        }
    }

    package mutating func clientStream<Request, Response>(
        _ method: GRPCMethod<Request, Response>,
        _ handle: @escaping @Sendable (GRPCMessages<Request>, GRPCCall) async throws -> Response
    ) {
        methods[method.path] = .streaming { requests, responses, call in
            let response = try await handle(GRPCMessages(raw: requests), call)
            try await GRPCWriter<Response>(stream: responses).write(response)
        }
    }

    package mutating func bidirectional<Request, Response>(
        _ method: GRPCMethod<Request, Response>,
        _ handle: @escaping @Sendable (GRPCMessages<Request>, GRPCWriter<Response>, GRPCCall) async throws -> Void
    ) {
        methods[method.path] = .streaming { requests, responses, call in
            try await handle(GRPCMessages(raw: requests), GRPCWriter(stream: responses), call)
        }
    }

    /// What is answered for one service is answered for another one, too: an older version with the same messages.
    package mutating func answer(as other: String, like service: String) {
        for (path, method) in methods where path.hasPrefix("/\(service)/") {
            methods["/\(other)/" + path.dropFirst(service.count + 2)] = method
        }
    }
}
