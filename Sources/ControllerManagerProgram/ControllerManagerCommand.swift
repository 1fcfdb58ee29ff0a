package import ArgumentParser
import Client
import HTTP
import Linux
import Logging
import ServiceLifecycle
import UnixSignals

/// `dinghy kube-controller-manager`: the loops that make the cluster what its objects say.
package struct ControllerManagerCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "kube-controller-manager",
        abstract: "The controllers: ReplicaSets, Deployments, endpoints, namespaces, nodes and garbage collection.")

    @Option(help: "How to reach the API server.")
    var kubeconfig: String

    @Option(help: "Which controllers run: names with commas, * for all, -NAME for all but this one.")
    var controllers = "*"

    @Option(help: "PEM file of the authority that pods get to know the API server by.")
    var rootCaFile: String?

    @Option(help: "PEM file of the authority that signs certificates in the cluster.")
    var clusterSigningCertFile: String?

    @Option(help: "Its key.")
    var clusterSigningKeyFile: String?

    @Option(help: "Key that signs the tokens of service accounts.")
    var serviceAccountPrivateKeyFile: String?

    @Flag(inversion: .prefixedNo, help: "Act only while holding the Lease kube-system/kube-controller-manager.")
    var leaderElect = true

    @Option(help: "Name in the Lease: unique among the candidates, the same after a restart.")
    var leaderElectIdentity: String?

    @OptionGroup var nodes: NodeOptions

    @Option(help: "Address for /healthz and /metrics.")
    var bindAddress = "127.0.0.1"

    @Option(help: "Port for /healthz and /metrics without TLS; 0: none.")
    var port = 10252

    @Option(help: "Port for the same with TLS, which needs a certificate.")
    var securePort = 10257

    @Option(help: "PEM file of the certificate for --secure-port.")
    var tlsCertFile: String?

    @Option(help: "Its key.")
    var tlsPrivateKeyFile: String?

    package init() {}

    package func run() async throws {
        let logger = Logger(label: "kube-controller-manager")
        let client = try ClusterClient(
            ClientConfiguration(kubeconfig: kubeconfig), userAgent: "kube-controller-manager")
        let context = ControllerContext(
            client: client, cache: ClusterCache(client, logger: logger), logger: logger)
        let elector = LeaderElector(
            client: client, name: "kube-controller-manager", identity: leaderElectIdentity ?? hostName(),
            logger: logger)
        let service = ControllerManagerService(
            manager: ControllerManager(context, try settings()), elector: leaderElect ? elector : nil,
            health: HealthServer(metrics: context.metrics), sockets: try await openSockets())
        try await ServiceGroup(
            services: [service], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger
        ).run()
    }

    private func openSockets() async throws -> [HTTPServer] {
        var servers: [HTTPServer] = []
        if port > 0 { servers.append(try await HTTPServer(host: bindAddress, port: port)) }
        guard let tlsCertFile, let tlsPrivateKeyFile, securePort > 0 else { return servers }
        let tls = ServerTLS(
            certificateChain: try readFile(tlsCertFile), privateKey: try readFile(tlsPrivateKeyFile))
        return servers + [try await HTTPServer(host: bindAddress, port: securePort, configuration: .init(tls: tls))]
    }

    private func hostName() -> String {
        (try? readText("/proc/sys/kernel/hostname")) ?? "localhost"
    }

    private func settings() throws -> ControllerSettings {
        var settings = ControllerSettings()
        settings.choice = ControllerChoice(controllers)
        settings.rootAuthority = try rootCaFile.map { try readText($0) }
        settings.nodes = try nodes.configuration()
        settings.nodeMonitorPeriod = nodes.nodeMonitorPeriod
        settings.allocatesPodSubnets = nodes.allocateNodeCidrs
        return settings
    }
}

/// The program's parts, started together and ended together.
private struct ControllerManagerService: Service {
    let manager: ControllerManager
    let elector: LeaderElector?
    let health: HealthServer
    let sockets: [HTTPServer]

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for socket in sockets { group.addTask { await health.serve(on: socket) } }
                group.addTask {
                    if let elector { try await elector.run { await manager.run() } } else { await manager.run() }
                }
                defer { group.cancelAll() }
                // Being told to stop is no failure.
                do { try await group.next() } catch is CancellationError {}
            }
        }
    }
}
