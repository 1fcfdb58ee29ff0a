package import HTTP
import Linux
import Schema

/// Where the API server is and who we are there: what a context of a kubeconfig, or a pod's service account, comes to.
package struct ClientConfiguration: Sendable {
    /// `https://host:port`, perhaps with a path.
    package var server: String
    /// Used when the server's address begins with `https`.
    package var tls: ClientTLS
    package var token: BearerToken?
    package var namespace: String

    package init(
        server: String, tls: ClientTLS = ClientTLS(authority: nil), token: BearerToken? = nil,
        namespace: String = "default"
    ) {
        self.server = server
        self.tls = tls
        self.token = token
        self.namespace = namespace
    }
}

/// Something in the configuration that can't be used, and where it stands.
package struct ConfigurationError: Error, CustomStringConvertible {
    package let description: String
    package init(_ description: String) { self.description = description }
}

extension ClientConfiguration {
    /// The host and port of the server's address; 443 or 80 when it names no port.
    var endpoint: (endpoint: Endpoint, isSecure: Bool) {
        get throws(ConfigurationError) {
            guard let scheme = server.firstRange(of: "://") else {
                throw ConfigurationError("server \"\(server)\": expected https://host:port")
            }
            let isSecure = server[..<scheme.lowerBound] == "https"
            let authority = server[scheme.upperBound...].prefix { $0 != "/" }
            let address = authority.contains(":") ? String(authority) : "\(authority):\(isSecure ? 443 : 80)"
            guard let endpoint = Endpoint(address) else {
                throw ConfigurationError("server \"\(server)\": expected https://host:port")
            }
            return (endpoint, isSecure)
        }
    }

    /// What stands before every path, without a slash at its end.
    var pathPrefix: String {
        guard let scheme = server.firstRange(of: "://") else { return "" }
        let path = server[scheme.upperBound...].drop { $0 != "/" }
        return path.hasSuffix("/") ? String(path.dropLast()) : String(path)
    }

    /// Of a pod: the address stands in its environment, the token in a volume that the kubelet renews.
    /// Source: kubernetes.io, Tasks → Accessing the Kubernetes API from a Pod.
    package static func inCluster(
        environment: [String: String], folder: String = "/var/run/secrets/kubernetes.io/serviceaccount"
    ) throws -> ClientConfiguration {
        guard let host = environment["KUBERNETES_SERVICE_HOST"], let port = environment["KUBERNETES_SERVICE_PORT"]
        else {
            throw ConfigurationError(
                "not in a cluster: KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are not set")
        }
        return ClientConfiguration(
            server: "https://\(host):\(port)", tls: ClientTLS(authority: try readFile("\(folder)/ca.crt")),
            token: BearerToken(file: "\(folder)/token"), namespace: (try? readText("\(folder)/namespace")) ?? "default")
    }
}
