/// An answer as a server's handler gives it.
package struct HTTPResponse: Sendable {
    package enum Body: Sendable {
        /// Sent with its length.
        case bytes([UInt8])
        /// Sent in chunks while the closure writes them. It ends with the closure; when the closure throws, the
        /// connection is cut, so that the client sees that something is missing. A client that goes away cancels it.
        case stream(@Sendable (HTTPBodyWriter) async throws -> Void)
        /// After status 101: the connection speaks another protocol until the closure ends; then it is closed.
        case upgrade(@Sendable (ByteConnection) async throws -> Void)
    }

    package var status: HTTPStatus
    package var headers: HTTPHeaders
    package var body: Body

    package init(_ status: HTTPStatus = .ok, headers: HTTPHeaders = [:], body: Body = .bytes([])) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    package static func text(_ text: String, status: HTTPStatus = .ok) -> HTTPResponse {
        HTTPResponse(
            status, headers: ["Content-Type": "text/plain; charset=utf-8"], body: .bytes(Array(text.utf8)))
    }

    package static func json(_ bytes: [UInt8], status: HTTPStatus = .ok) -> HTTPResponse {
        HTTPResponse(status, headers: ["Content-Type": "application/json"], body: .bytes(bytes))
    }

    /// Status 101 with these headers and `Connection: Upgrade`.
    package static func upgrade(
        to protocolName: String, headers: HTTPHeaders = [:],
        _ serve: @escaping @Sendable (ByteConnection) async throws -> Void
    ) -> HTTPResponse {
        var all: HTTPHeaders = ["Connection": "Upgrade", "Upgrade": protocolName]
        all.fields += headers.fields
        return HTTPResponse(.switchingProtocols, headers: all, body: .upgrade(serve))
    }
}

/// What a server does with requests. It is called concurrently; it doesn't throw: errors are answers, too.
///
/// It runs on an event loop's thread: it may compute and `await`, but must not block.
package protocol HTTPHandler: Sendable {
    func respond(to request: HTTPRequest) async -> HTTPResponse
}

/// A handler made of a closure.
package struct HTTPClosure: HTTPHandler {
    private let body: @Sendable (HTTPRequest) async -> HTTPResponse
    package init(_ body: @escaping @Sendable (HTTPRequest) async -> HTTPResponse) { self.body = body }
    package func respond(to request: HTTPRequest) async -> HTTPResponse { await body(request) }
}
