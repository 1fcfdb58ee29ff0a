import HTTP
import Linux
import Schema
import YAML

extension Kubeconfig {
    /// - Throws: ``ConfigurationError`` naming the file.
    package init(file: String) throws {
        do {
            self = try Kubeconfig(text: try readFile(file))
        } catch {
            throw ConfigurationError("\(file): \(error)")
        }
    }

    /// - Parameter text: YAML, or JSON, which is YAML too.
    package init(text: [UInt8]) throws {
        try self.init(json: try YAML.document(text))
    }

    /// Written so that only the owner can read it: it holds keys.
    package func write(to file: String) throws {
        try replaceFile(file, with: Array(YAML.write(json).utf8), mode: 0o600)
    }

    /// What a context means; files are named relative to the kubeconfig's folder.
    /// - Parameters:
    ///   - context: nil for the current one.
    ///   - folder: of the kubeconfig.
    package func configuration(context name: String? = nil, folder: String = ".") throws -> ClientConfiguration {
        let name = name ?? currentContext
        guard let context = contexts.first(where: { $0.name == name })?.context else {
            throw ConfigurationError("context \"\(name)\" does not exist")
        }
        guard let cluster = clusters.first(where: { $0.name == context.cluster })?.cluster else {
            throw ConfigurationError("context \"\(name)\": cluster \"\(context.cluster)\" does not exist")
        }
        let user = users.first { $0.name == context.user }?.user ?? User()
        var tls = ClientTLS(
            authority: try contents(cluster.certificateAuthorityData, cluster.certificateAuthority, folder),
            certificateChain: try contents(user.clientCertificateData, user.clientCertificate, folder),
            privateKey: try contents(user.clientKeyData, user.clientKey, folder))
        tls.verifiesServer = !cluster.insecureSkipTLSVerify
        if !cluster.tlsServerName.isEmpty { tls.serverName = cluster.tlsServerName }
        return ClientConfiguration(
            server: cluster.server, tls: tls, token: token(of: user, folder),
            namespace: context.namespace.isEmpty ? "default" : context.namespace)
    }

    private func contents(_ data: Bytes, _ file: String, _ folder: String) throws -> [UInt8]? {
        if !data.bytes.isEmpty { return data.bytes }
        return file.isEmpty ? nil : try readFile(resolved(file, folder))
    }

    private func token(of user: User, _ folder: String) -> BearerToken? {
        if !user.token.isEmpty { return BearerToken(user.token) }
        return user.tokenFile.isEmpty ? nil : BearerToken(file: resolved(user.tokenFile, folder))
    }

    private func resolved(_ file: String, _ folder: String) -> String {
        file.hasPrefix("/") ? file : "\(folder)/\(file)"
    }
}

extension ClientConfiguration {
    /// Of the current context of a kubeconfig file.
    package init(kubeconfig file: String, context: String? = nil) throws {
        let folder = file.lastIndex(of: "/").map { String(file[..<$0]) } ?? "."
        do {
            self = try Kubeconfig(file: file).configuration(context: context, folder: folder.isEmpty ? "/" : folder)
        } catch let error as ConfigurationError where !error.description.hasPrefix(file) {
            throw ConfigurationError("\(file): \(error)")
        }
    }
}
