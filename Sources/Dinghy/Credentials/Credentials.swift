import Certificates
import Client
import Linux
import Schema
import Tokens

/// The cluster's certificates and kubeconfigs on disk. What is there and good is kept; what is missing, says something
/// else than the plan, or ends within a month is made anew: so that every `dinghy up` may do this.
struct Credentials {
    let cluster: ClusterConfiguration
    let data: DataFolder

    private static let month = Duration.seconds(30 * 24 * 3600)

    func establish() throws {
        let now = Int(realNanoseconds() / 1_000_000_000)
        let plan = CertificatePlan(for: cluster)
        for (file, commonName) in CertificatePlan.authorities {
            let authority = try authority(file, commonName, now: now)
            for certificate in plan.certificates where certificate.authority == file {
                try establish(certificate, by: authority.value, renew: authority.isNew, now: now)
            }
        }
        for user in plan.users { try writeKubeconfig(of: user) }
        try establishServiceAccountKey()
    }

    // MARK: - Certificates

    /// A new authority invalidates every certificate of the old one.
    private func authority(
        _ file: String, _ commonName: String, now: Int
    ) throws -> (value: CertificateAuthority, isNew: Bool) {
        if let certificate = try? readFile(data.certificate(file)), let key = try? readFile(data.key(file)),
            try CertificateSummary(pem: certificate).isValid(at: now, for: Self.month)
        {
            return (try CertificateAuthority(certificate: certificate, privateKey: key), false)
        }
        let authority = try CertificateAuthority(commonName: commonName, now: now)
        try write(CertifiedKey(certificate: authority.certificate, privateKey: authority.privateKey), to: file)
        return (authority, true)
    }

    private func establish(
        _ wanted: CertificatePlan.Certificate, by authority: CertificateAuthority, renew: Bool, now: Int
    ) throws {
        if !renew, isGood(wanted, now: now) { return }
        let issued =
            wanted.isServer
            ? try authority.issueServer(
                commonName: wanted.commonName, dnsNames: wanted.names, addresses: wanted.addresses, now: now)
            : try authority.issueClient(commonName: wanted.commonName, organizations: wanted.organizations, now: now)
        try write(issued, to: wanted.file)
    }

    private func isGood(_ wanted: CertificatePlan.Certificate, now: Int) -> Bool {
        guard fileExists(data.key(wanted.file)), let pem = try? readFile(data.certificate(wanted.file)),
            let there = try? CertificateSummary(pem: pem)
        else { return false }
        return there.isValid(at: now, for: Self.month) && there.commonName == wanted.commonName
            && there.organizations == wanted.organizations && there.dnsNames == wanted.names
            && there.addresses == wanted.addresses
    }

    /// The key first: a certificate without its key would look as if all were done.
    private func write(_ pair: CertifiedKey, to file: String) throws {
        try replaceFile(data.key(file), with: pair.privateKey, mode: 0o600, durable: true)
        try replaceFile(data.certificate(file), with: pair.certificate, durable: true)
    }

    /// It signs the service accounts' tokens: a new one would invalidate all of them, so it is kept for good.
    private func establishServiceAccountKey() throws {
        if fileExists(data.key("sa")), fileExists(data.pki + "/sa.pub") { return }
        let key = SigningKey()
        try replaceFile(data.key("sa"), with: key.pem, mode: 0o600, durable: true)
        try replaceFile(data.pki + "/sa.pub", with: key.verificationKey.pem, durable: true)
    }

    // MARK: - Kubeconfigs

    /// The user's holds certificate and key itself, so that it can be copied anywhere; a component's names their files.
    private func writeKubeconfig(of user: CertificatePlan.User) throws {
        let isAdmin = user.component == "admin"
        var kubeconfig = Kubeconfig(cluster: cluster.name, user: user.certificate.commonName)
        kubeconfig.clusters[0].cluster.server =
            isAdmin || user.component == "harbour" ? cluster.outerServer : cluster.innerServer
        if isAdmin {
            kubeconfig.clusters[0].cluster.certificateAuthorityData = Bytes(try readFile(data.certificate("ca")))
            kubeconfig.users[0].user.clientCertificateData = Bytes(
                try readFile(data.certificate(user.certificate.file)))
            kubeconfig.users[0].user.clientKeyData = Bytes(try readFile(data.key(user.certificate.file)))
        } else {
            kubeconfig.clusters[0].cluster.certificateAuthority = data.certificate("ca")
            kubeconfig.users[0].user.clientCertificate = data.certificate(user.certificate.file)
            kubeconfig.users[0].user.clientKey = data.key(user.certificate.file)
        }
        try kubeconfig.write(to: isAdmin ? data.userKubeconfig : data.kubeconfig(user.component))
    }
}

extension Kubeconfig {
    /// With one context, which joins one cluster and one user.
    fileprivate init(cluster: String, user: String) {
        self.init()
        var context = NamedContext()
        (context.name, context.context.cluster, context.context.user) = (cluster, cluster, user)
        var namedCluster = NamedCluster()
        namedCluster.name = cluster
        var namedUser = NamedUser()
        namedUser.name = user
        (clusters, users, contexts, currentContext) = ([namedCluster], [namedUser], [context], cluster)
    }
}
