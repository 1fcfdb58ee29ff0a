import API
import HTTP
import Schema

/// Joins a caller's upgraded connection with the container runtime's streaming server.
///
/// The runtime speaks WebSocket and SPDY itself; the kubelet hands bytes on and understands none of them.
enum StreamRelay {
    /// - Parameter url: where the runtime waits for the connection: `http://127.0.0.1:PORT/exec/TOKEN`.
    static func relay(_ request: HTTPRequest, to url: String) async throws -> HTTPResponse {
        guard let name = request.headers["Upgrade"] else { throw Status.badRequest("Upgrade request required") }
        guard let endpoint = Endpoint(url), let scheme = url.firstRange(of: "://") else {
            throw Status.internalError("the runtime answered with no URL: \(url)")
        }
        let path = url[scheme.upperBound...].drop { $0 != "/" }
        let client = try HTTPClient(to: endpoint)
        var headers = HTTPHeaders()
        for field in request.headers.fields where isHandedOn(field.name) { headers.add(field.name, field.value) }
        let (answered, runtime) = try await client.upgrade(
            HTTPClient.Request(request.method, String(path), headers: headers), to: name)
        var back = HTTPHeaders()
        for field in answered.fields where isHandedOn(field.name) { back.add(field.name, field.value) }
        return .upgrade(to: name, headers: back) { caller in await HTTP.relay(caller, runtime) }
    }

    private static func isHandedOn(_ header: String) -> Bool {
        let name = header.lowercased()
        return name.hasPrefix("sec-websocket-") || name == "x-stream-protocol-version"
    }
}
