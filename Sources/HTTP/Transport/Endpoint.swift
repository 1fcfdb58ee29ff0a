/// Where a server listens, or a client connects.
package enum Endpoint: Hashable, Sendable, CustomStringConvertible {
    /// A name or an IPv4 address.
    case tcp(host: String, port: Int)
    case unix(path: String)

    /// `127.0.0.1:2379`, `http://127.0.0.1:2379`, `unix:///run/x.sock` or `/run/x.sock`.
    package init?(_ text: String) {
        var rest = text[...]
        if let scheme = text.firstRange(of: "://") {
            rest = text[scheme.upperBound...]
            if text[..<scheme.lowerBound] == "unix" {
                self = .unix(path: String(rest))
                return
            }
        }
        if rest.hasPrefix("/") {
            self = .unix(path: String(rest))
            return
        }
        let address = rest.prefix { $0 != "/" }
        guard let colon = address.lastIndex(of: ":"), let port = Int(address[address.index(after: colon)...]),
            (0...65535).contains(port)
        else { return nil }
        self = .tcp(host: String(address[..<colon]), port: port)
    }

    package var port: Int? {
        if case .tcp(_, let port) = self { port } else { nil }
    }

    package var description: String {
        switch self {
        case .tcp(let host, let port): "\(host):\(port)"
        case .unix(let path): "unix://\(path)"
        }
    }
}

/// What a server accepts connections from.
package enum ListeningSocket: Sendable, Hashable, CustomStringConvertible {
    /// Opened by the server. Port 0 lets the kernel choose; a socket file that is left over is replaced.
    case endpoint(Endpoint)
    /// Opened and listening already, by somebody else; the server closes it at its end.
    case descriptor(CInt)

    package var description: String {
        switch self {
        case .endpoint(let endpoint): "\(endpoint)"
        case .descriptor(let number): "descriptor \(number)"
        }
    }
}
