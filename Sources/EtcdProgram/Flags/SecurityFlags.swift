internal import ArgumentParser
internal import HTTP
internal import Linux

/// Certificates: for clients, and for other members.
struct SecurityFlags: ParsableArguments {
    @Option(name: .customLong("cert-file"), help: "The server's certificate.")
    var certFile: String?

    @Option(name: .customLong("key-file"), help: "Its key.")
    var keyFile: String?

    @Option(name: .customLong("trusted-ca-file"), help: "The authority that signs clients' certificates.")
    var trustedCAFile: String?

    @Flag(name: .customLong("client-cert-auth"), help: "Refuse clients without a certificate.")
    var clientCertAuth = false

    @Option(name: .customLong("peer-cert-file"), help: "What this member shows other members, and they it.")
    var peerCertFile: String?

    @Option(name: .customLong("peer-key-file"), help: "Its key.")
    var peerKeyFile: String?

    @Option(name: .customLong("peer-trusted-ca-file"), help: "The authority that signs members' certificates.")
    var peerTrustedCAFile: String?

    @Flag(name: .customLong("peer-client-cert-auth"), help: "Refuse members without a certificate.")
    var peerClientCertAuth = false
}

extension SecurityFlags {
    func validate(clients: String, peers: String) throws {
        try check("", certFile, keyFile, trustedCAFile, requires: clientCertAuth, "client-cert-auth", clients)
        try check(
            "peer-", peerCertFile, peerKeyFile, peerTrustedCAFile, requires: peerClientCertAuth,
            "peer-client-cert-auth", peers)
    }

    private func check(
        _ prefix: String, _ certificate: String?, _ key: String?, _ authority: String?, requires: Bool, _ flag: String,
        _ urls: String
    ) throws {
        if (certificate == nil) != (key == nil) {
            throw ValidationError("--\(prefix)cert-file and --\(prefix)key-file go together")
        }
        if requires, authority == nil { throw ValidationError("--\(flag) needs --\(prefix)trusted-ca-file") }
        if urls.contains("https://"), certificate == nil {
            throw ValidationError("https needs --\(prefix)cert-file and --\(prefix)key-file")
        }
    }

    var clientsTLS: ServerTLS? {
        get throws { try server(certFile, keyFile, trustedCAFile, requiresCertificate: clientCertAuth) }
    }

    var peersTLS: ServerTLS? {
        get throws { try server(peerCertFile, peerKeyFile, peerTrustedCAFile, requiresCertificate: peerClientCertAuth) }
    }

    private func server(
        _ certificate: String?, _ key: String?, _ authority: String?, requiresCertificate: Bool
    ) throws -> ServerTLS? {
        guard let certificate, let key else { return nil }
        return ServerTLS(
            certificateChain: try readFile(certificate), privateKey: try readFile(key),
            clientAuthority: try authority.map { try readFile($0) }, requiresClientCertificate: requiresCertificate)
    }

    var peerClientTLS: ClientTLS? {
        get throws {
            if peerCertFile == nil, peerTrustedCAFile == nil { return nil }
            return ClientTLS(
                authority: try peerTrustedCAFile.map { try readFile($0) },
                certificateChain: try peerCertFile.map { try readFile($0) },
                privateKey: try peerKeyFile.map { try readFile($0) })
        }
    }
}
