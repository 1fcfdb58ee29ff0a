package import Schema

/// A method as both sides know it: where it is, what goes in and what comes out.
///
/// ```swift
/// static let range = GRPCMethod<RangeRequest, RangeResponse>("/etcdserverpb.KV/Range")
/// ```
package struct GRPCMethod<Request: Declared, Response: Declared>: Sendable {
    /// Service and method: `/etcdserverpb.KV/Range`.
    package let path: String

    package init(_ path: String) { self.path = path }
}

/// What a server's method is told beside the messages.
package struct GRPCCall: Sendable {
    package var path: String
    /// The client's headers.
    package var metadata: [(name: String, value: String)]
    /// Who the client's certificate says it is.
    package var commonName: String?
    package var organizations: [String]
    package var remoteAddress: String
    /// How long the client waits; afterwards the call is cancelled.
    package var timeout: Duration?
}
