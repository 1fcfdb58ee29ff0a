package import ArgumentParser
import APIServer
import EtcdAPI
import HTTP
import Linux
import Logging
import Schema
import ServiceLifecycle
import Tokens
import UnixSignals

/// `dinghy kube-apiserver`: the flags, with Kubernetes' names.
package struct APIServerCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "kube-apiserver", abstract: "The gateway: REST over the objects of the cluster.")

    @Option(help: "URLs of the etcd members, joined by commas.")
    var etcdServers = "http://127.0.0.1:2379"
    @Option(help: "The certificate authority of the etcd members.")
    var etcdCafile: String?
    @Option(help: "The client certificate shown to etcd.")
    var etcdCertfile: String?
    @Option(help: "The key of that certificate.")
    var etcdKeyfile: String?
    @Option(help: "The address to listen on.")
    var bindAddress = "0.0.0.0"
    @Option(help: "The port to listen on.")
    var securePort = 6443
    @Option(help: "A socket that is listening already, given by its descriptor.")
    var listenDescriptor: [Int32] = []
    @Option(help: "The address under which the cluster reaches this server.")
    var advertiseAddress = "127.0.0.1"
    @Option(help: "How many API servers share the store.")
    var apiserverCount = 1
    @Option(help: "The certificate of this server.")
    var tlsCertFile: String
    @Option(help: "The key of that certificate.")
    var tlsPrivateKeyFile: String
    @Option(help: "The authority of client certificates.")
    var clientCaFile: String
    @Option(help: "The addresses of Services.")
    var serviceClusterIpRange = "10.96.0.0/16"
    @Option(help: "The key that signs service account tokens.")
    var serviceAccountSigningKeyFile: String
    @Option(help: "Keys that verify service account tokens; by default the signing key.")
    var serviceAccountKeyFile: [String] = []
    @Option(help: "Who issues service account tokens.")
    var serviceAccountIssuer = "https://kubernetes.default.svc.cluster.local"
    @Option(help: "The client certificate shown to kubelets.")
    var kubeletClientCertificate: String?
    @Option(help: "The key of that certificate.")
    var kubeletClientKey: String?
    @Option(help: "The authority of the kubelets' certificates.")
    var kubeletCertificateAuthority: String?

    package init() {}

    package func run() async throws {
        let logger = Logger(label: "kube-apiserver")
        let store = try RemoteStore(servers: try storeEndpoints(), tls: try storeTLS())
        let server = try await HTTPServer(listeningOn: sockets, configuration: .init(tls: try serverTLS()))
        let program = APIServerProgram(store: store, server: server, settings: try settings(), logger: logger)
        logger.info("serving", metadata: ["endpoints": "\(server.endpoints)"])
        try await ServiceGroup(
            services: [program], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger
        ).run()
    }

    private var sockets: [ListeningSocket] {
        [.endpoint(.tcp(host: bindAddress, port: securePort))] + listenDescriptor.map { .descriptor($0) }
    }

    private func storeEndpoints() throws -> [Endpoint] {
        try etcdServers.split(separator: ",").map { text in
            guard let endpoint = Endpoint(String(text)) else {
                throw ValidationError("--etcd-servers: \"\(text)\" is not of the form https://HOST:PORT")
            }
            return endpoint
        }
    }

    private func storeTLS() throws -> ClientTLS? {
        guard let etcdCafile else { return nil }
        return ClientTLS(
            authority: try readFile(etcdCafile), certificateChain: try etcdCertfile.map(readFile),
            privateKey: try etcdKeyfile.map(readFile))
    }

    private func serverTLS() throws -> ServerTLS {
        ServerTLS(
            certificateChain: try readFile(tlsCertFile), privateKey: try readFile(tlsPrivateKeyFile),
            clientAuthority: try readFile(clientCaFile))
    }

    private func settings() throws -> APIServerProgram.Settings {
        let signingKey = try SigningKey(pem: try readFile(serviceAccountSigningKeyFile))
        let others = try serviceAccountKeyFile.map { try VerificationKey(pem: try readFile($0)) }
        return APIServerProgram.Settings(
            signingKey: signingKey, verificationKeys: [signingKey.verificationKey] + others,
            issuer: serviceAccountIssuer,
            kubeletTLS: ClientTLS(
                authority: try kubeletCertificateAuthority.map(readFile),
                certificateChain: try kubeletClientCertificate.map(readFile),
                privateKey: try kubeletClientKey.map(readFile)),
            serviceNetwork: try ServiceNetwork(serviceClusterIpRange),
            advertiseAddress: advertiseAddress, port: securePort, serverCount: apiserverCount)
    }
}
