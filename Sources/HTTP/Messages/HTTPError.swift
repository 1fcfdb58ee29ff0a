/// What goes wrong between two HTTP peers. Errors of the handler itself are the handler's business.
package enum HTTPError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A body, message or line is larger than the reader allows (bytes).
    case tooLarge(limit: Int)
    /// Nothing answered within the time given.
    case timedOut(String)
    /// Nobody listens there, or the name isn't known.
    case cannotConnect(String)
    /// The peer closed the connection before it had said everything.
    case connectionClosed
    /// The peer broke the protocol's rules.
    case protocolError(String)
    /// An upgrade was asked for and something else answered.
    case upgradeRefused(status: HTTPStatus, headers: HTTPHeaders, body: [UInt8])
    /// Certificates, keys, handshake.
    case tls(String)

    package var description: String {
        switch self {
        case .tooLarge(let limit): "larger than \(limit) bytes"
        case .timedOut(let what): "timed out: \(what)"
        case .cannotConnect(let why): "cannot connect: \(why)"
        case .connectionClosed: "connection closed by the peer"
        case .protocolError(let what): "protocol error: \(what)"
        case .upgradeRefused(let status, _, let body):
            "upgrade refused with status \(status): \(String(decoding: body.prefix(200), as: UTF8.self))"
        case .tls(let what): "TLS: \(what)"
        }
    }
}
