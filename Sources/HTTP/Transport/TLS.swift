package import NIOSSL

/// How a server proves who it is, and whose clients it believes.
package struct ServerTLS: Sendable, Hashable {
    /// PEM; the server's own certificate first, then those that lead to the authority.
    package var certificateChain: [UInt8]
    package var privateKey: [UInt8]
    /// PEM of the authority that signs clients' certificates; nil: clients aren't asked for one. A client may come
    /// without; one that a different authority has signed is refused.
    package var clientAuthority: [UInt8]?
    /// Whether a client without certificate is refused.
    package var requiresClientCertificate: Bool

    package init(
        certificateChain: [UInt8], privateKey: [UInt8], clientAuthority: [UInt8]? = nil,
        requiresClientCertificate: Bool = false
    ) {
        self.certificateChain = certificateChain
        self.privateKey = privateKey
        self.clientAuthority = clientAuthority
        self.requiresClientCertificate = requiresClientCertificate
    }
}

/// Which servers a client believes, and how it proves who it is.
package struct ClientTLS: Sendable, Hashable {
    /// PEM of the authority that signs the server's certificate; nil: those of the system.
    package var authority: [UInt8]?
    package var certificateChain: [UInt8]?
    package var privateKey: [UInt8]?
    /// The name that the server's certificate must carry, where it is not the host that is connected to. One that
    /// carries the address connected to is believed, too.
    package var serverName: String?
    /// For probes, and for `insecure-skip-tls-verify`.
    package var verifiesServer: Bool

    package init(
        authority: [UInt8]?, certificateChain: [UInt8]? = nil, privateKey: [UInt8]? = nil, serverName: String? = nil,
        verifiesServer: Bool = true
    ) {
        self.authority = authority
        self.certificateChain = certificateChain
        self.privateKey = privateKey
        self.serverName = serverName
        self.verifiesServer = verifiesServer
    }
}

// MARK: - For HTTP and GRPC only

extension ServerTLS {
    /// - Parameter protocols: offered by ALPN, the preferred one first.
    /// - Throws: ``HTTPError/tls(_:)``
    package func makeContext(protocols: [String]) throws -> NIOSSLContext {
        try readable("server certificate") {
            var configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: try NIOSSLCertificate.fromPEMBytes(certificateChain).map { .certificate($0) },
                privateKey: .privateKey(try NIOSSLPrivateKey(bytes: privateKey, format: .pem)))
            configuration.minimumTLSVersion = .tlsv12
            configuration.applicationProtocols = protocols
            if let clientAuthority {
                configuration.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(clientAuthority))
                configuration.certificateVerification =
                    requiresClientCertificate ? .noHostnameVerification : .optionalVerification
            }
            return try NIOSSLContext(configuration: configuration)
        }
    }
}

extension ClientTLS {
    package func makeContext(protocols: [String]) throws -> NIOSSLContext {
        try readable("client certificate or authority") {
            var configuration = TLSConfiguration.makeClientConfiguration()
            configuration.minimumTLSVersion = .tlsv12
            configuration.applicationProtocols = protocols
            if let authority {
                configuration.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(authority))
            }
            if let certificateChain, let privateKey {
                configuration.certificateChain = try NIOSSLCertificate.fromPEMBytes(certificateChain)
                    .map { .certificate($0) }
                configuration.privateKey = .privateKey(try NIOSSLPrivateKey(bytes: privateKey, format: .pem))
            }
            if !verifiesServer { configuration.certificateVerification = .none }
            return try NIOSSLContext(configuration: configuration)
        }
    }
}

private func readable<Value>(_ what: String, _ body: () throws -> Value) throws -> Value {
    do { return try body() } catch { throw HTTPError.tls("\(what): \(error)") }
}
