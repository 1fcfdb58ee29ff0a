import API
import Client
import HTTP
import Linux
import Schema
import SchedulerContract

/// Calls one extender. Each call has a time limit, and an answer a largest size: it is a stranger's program.
struct ExtenderClient: Sendable {
    /// Five thousand nodes, with all that kubelets say about them.
    private static let largestAnswer = 64 << 20

    let extender: Extender
    private let client: HTTPClient
    private let path: String

    /// - Throws: ``ConfigurationError``, or that a certificate can't be read.
    init(_ extender: Extender) throws {
        self.extender = extender
        let isSecure = extender.urlPrefix.hasPrefix("https://") || extender.enableHTTPS
        let authority = extender.name.prefix { $0 != "/" }
        let address = authority.contains(":") ? String(authority) : "\(authority):\(isSecure ? 443 : 80)"
        guard let endpoint = Endpoint(address) else {
            throw ConfigurationError("extender \(extender.urlPrefix): expected http://host:port/path")
        }
        let path = extender.name.dropFirst(authority.count)
        self.path = String(path.reversed().drop { $0 == "/" }.reversed())
        client = try HTTPClient(
            to: endpoint, tls: isSecure ? try extender.tlsConfig.clientTLS() : nil, connectTimeout: extender.timeout)
    }

    func filter(
        _ pod: Pod, _ names: [String], nodes: (String) -> Node?
    ) async throws -> ExtenderMessages.Filtered {
        let answer = try await ask(extender.filterVerb, arguments(pod, names, nodes))
        return try ExtenderMessages.filtered(answer, of: names, by: extender.name)
    }

    func prioritize(_ pod: Pod, _ names: [String], nodes: (String) -> Node?) async throws -> ExtenderScores {
        let answer = try await ask(extender.prioritizeVerb, arguments(pod, names, nodes))
        var scores = ExtenderScores()
        (scores.extender, scores.weight) = (extender.name, extender.weight)
        scores.scores = try ExtenderMessages.scores(answer, of: names)
        return scores
    }

    func bind(_ pod: Pod, to node: String) async throws {
        try ExtenderMessages.complain(
            try await ask(extender.bindVerb, ExtenderMessages.bindingArguments(pod, node: node)))
    }

    private func arguments(_ pod: Pod, _ names: [String], _ nodes: (String) -> Node?) -> JSON {
        ExtenderMessages.arguments(
            pod, names: names, nodes: extender.nodeCacheCapable ? nil : names.compactMap(nodes))
    }

    private func ask(_ verb: String, _ arguments: JSON) async throws -> JSON {
        let answer = try await client.fetch(
            HTTPClient.Request(
                .post, "\(path)/\(verb)", headers: ["Content-Type": "application/json"], body: arguments.bytes,
                timeout: extender.timeout), upTo: Self.largestAnswer)
        guard answer.status == .ok else { throw ExtenderError("answers \(verb) with status \(answer.status.code)") }
        do { return try JSON(parsing: answer.body) } catch {
            throw ExtenderError("answers \(verb) with no JSON: \(error)")
        }
    }
}

extension Extender.TLSConfiguration? {
    /// Without an authority the server isn't verified, as Kubernetes does it.
    fileprivate func clientTLS() throws -> ClientTLS {
        guard let files = self else { return ClientTLS(authority: nil, verifiesServer: false) }
        let authority = try files.contents(files.caData, files.caFile)
        return ClientTLS(
            authority: authority, certificateChain: try files.contents(files.certData, files.certFile),
            privateKey: try files.contents(files.keyData, files.keyFile),
            serverName: files.serverName.isEmpty ? nil : files.serverName,
            verifiesServer: authority != nil && !files.insecure)
    }
}

extension Extender.TLSConfiguration {
    fileprivate func contents(_ data: Bytes, _ file: String) throws -> [UInt8]? {
        if !data.bytes.isEmpty { return data.bytes }
        return file.isEmpty ? nil : try readFile(file)
    }
}
