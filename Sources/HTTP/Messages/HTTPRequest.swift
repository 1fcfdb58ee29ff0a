/// A request as a server's handler sees it.
package struct HTTPRequest: Sendable {
    package var method: HTTPMethod
    package var target: Target
    package var headers: HTTPHeaders
    package var body: HTTPBody
    /// Who the client's certificate says it is; nil without (verified) certificate.
    package var peer: PeerIdentity?
    /// `127.0.0.1:40312`, or the path of a unix socket.
    package var remoteAddress: String

    package init(
        method: HTTPMethod, target: Target, headers: HTTPHeaders = [:], body: HTTPBody = .bytes([]),
        peer: PeerIdentity? = nil, remoteAddress: String = ""
    ) {
        self.method = method
        self.target = target
        self.headers = headers
        self.body = body
        self.peer = peer
        self.remoteAddress = remoteAddress
    }

    package var path: String { target.path }
    package var query: Query { target.query }

    /// Whether the client asks to go over to that protocol (`websocket`, `SPDY/3.1`).
    package func asksForUpgrade(to name: String) -> Bool {
        headers.list("Connection").contains { equalIgnoringCase($0, "upgrade") }
            && headers.list("Upgrade").contains { equalIgnoringCase($0, name) }
    }
}

/// Who a client certificate names. Kubernetes takes the common name as the user's and the organizations as its groups.
package struct PeerIdentity: Sendable, Hashable {
    package var commonName: String
    package var organizations: [String]

    package init(commonName: String, organizations: [String]) {
        self.commonName = commonName
        self.organizations = organizations
    }
}
