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
        return try await request.handOn(upgradeTo: name, at: String(path), of: try HTTPClient(to: endpoint))
    }
}
