extension HTTPRequest {
    /// Asks the next server for the same upgrade, and joins the two connections: how an exec session passes the API
    /// server and the kubelet, neither of which understands what then flows.
    ///
    /// - Parameters:
    ///   - name: the protocol that the request asks for.
    ///   - target: path and query at the next server, escaped.
    /// - Throws: ``HTTPError/upgradeRefused(status:headers:body:)`` with what the next server answered instead.
    package func handOn(upgradeTo name: String, at target: String, of next: HTTPClient) async throws -> HTTPResponse {
        let sent = HTTPClient.Request(method, target, headers: headers.ofUpgrade)
        let (answered, connection) = try await next.upgrade(sent, to: name)
        return .upgrade(to: name, headers: answered.ofUpgrade) { caller in await relay(caller, connection) }
    }
}

extension HTTPHeaders {
    /// What both ends of an upgraded connection must agree on.
    fileprivate var ofUpgrade: HTTPHeaders {
        HTTPHeaders(
            fields: fields.filter { field in
                let name = field.name.lowercased()
                return name.hasPrefix("sec-websocket-") || name == "x-stream-protocol-version"
            })
    }
}
