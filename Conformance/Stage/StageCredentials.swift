internal import Certificates
internal import Client
internal import HTTP
internal import Linux
internal import Schema
internal import Tokens

/// The certificates of a stage: an authority of its own, the server's, and one for each user.
struct StageCredentials {
    private let folder: String
    private let server: String
    private let authority: CertificateAuthority
    private let now = Int(realNanoseconds() / 1_000_000_000)

    init(folder: String, port: Int) throws {
        self.folder = folder
        server = "https://127.0.0.1:\(port)"
        authority = try CertificateAuthority(commonName: "stage", now: now)
        let pair = try authority.issueServer(
            commonName: "kube-apiserver", dnsNames: ["localhost"], addresses: ["127.0.0.1"], now: now)
        try writeFile("\(folder)/ca.crt", authority.certificate)
        try writeFile("\(folder)/server.crt", pair.certificate)
        try writeFile("\(folder)/server.key", pair.privateKey, mode: 0o600)
        let signing = SigningKey()
        try writeFile("\(folder)/sa.key", signing.pem, mode: 0o600)
        try writeFile("\(folder)/sa.pub", signing.verificationKey.pem)
    }

    func configuration(of user: String, _ groups: [String] = []) throws -> ClientConfiguration {
        let pair = try authority.issueClient(commonName: user, organizations: groups, now: now)
        return ClientConfiguration(
            server: server,
            tls: ClientTLS(
                authority: authority.certificate, certificateChain: pair.certificate, privateKey: pair.privateKey))
    }

    /// With everything in it, as any client reads it. A kubelet is known by its group.
    func writeKubeconfig(of user: String) throws {
        let groups = user.hasPrefix("system:node:") ? ["system:nodes"] : []
        let pair = try authority.issueClient(commonName: user, organizations: groups, now: now)
        var kubeconfig = Kubeconfig()
        var context = Kubeconfig.NamedContext()
        (context.name, context.context.cluster, context.context.user) = ("stage", "stage", user)
        var cluster = Kubeconfig.NamedCluster()
        (cluster.name, cluster.cluster.server) = ("stage", server)
        cluster.cluster.certificateAuthorityData = Bytes(authority.certificate)
        var named = Kubeconfig.NamedUser()
        named.name = user
        named.user.clientCertificateData = Bytes(pair.certificate)
        named.user.clientKeyData = Bytes(pair.privateKey)
        (kubeconfig.clusters, kubeconfig.users, kubeconfig.contexts) = ([cluster], [named], [context])
        kubeconfig.currentContext = "stage"
        try kubeconfig.write(to: "\(folder)/\(user.replacing(":", with: "-")).conf")
    }
}
