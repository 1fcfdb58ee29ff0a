import HTTP

/// A server on a port of its own, for as long as the body runs.
func withServer<Value: Sendable>(
    configuration: HTTPServer.Configuration = .init(),
    _ respond: @escaping @Sendable (HTTPRequest) async -> HTTPResponse,
    _ body: @Sendable (HTTPServer) async throws -> Value
) async throws -> Value {
    let server = try await HTTPServer(host: "127.0.0.1", port: 0, configuration: configuration)
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { await server.run(respond) }
        let value = try await body(server)
        group.cancelAll()
        return value
    }
}

extension HTTPServer {
    var client: HTTPClient {
        get throws { try HTTPClient(to: .tcp(host: "127.0.0.1", port: port)) }
    }
}

extension String {
    init(_ bytes: [UInt8]) { self.init(decoding: bytes, as: UTF8.self) }
}
