package import ArgumentParser
import Client
import Glibc
import HTTP
import Linux
import Logging
import Metrics
import Scheduler
import SchedulerContract
import ServiceLifecycle
import UnixSignals

/// `dinghy kube-scheduler`: watches pods and nodes, and binds pods to nodes.
package struct SchedulerCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "kube-scheduler", abstract: "Chooses a node for each pod that has none.")

    @Option(help: "A KubeSchedulerConfiguration (kubescheduler.config.k8s.io/v1): profiles, extenders and more.")
    var config: String?

    @Option(help: "The file that says where the API server is and who we are there, if the configuration doesn't.")
    var kubeconfig: String?

    @Flag(
        inversion: .prefixedNo,
        help:
            "Act only while holding the lease kube-system/kube-scheduler. (default: as the configuration says, or true)"
    )
    var leaderElect: Bool?

    @Option(
        name: .customLong("leader-elect-identity"),
        help: "The name in the lease; one that stays the same lets a restarted scheduler go on at once.")
    var leaderElectIdentity: String?

    @Option(
        name: .customLong("scheduler-name"),
        help: "Schedule the pods with this spec.schedulerName. (default: the configuration's profiles)")
    var schedulerName: String?

    @Option(
        name: .customLong("percentage-of-nodes-to-score"),
        help: "Stop looking for feasible nodes at this share of the cluster; 0 chooses by its size.")
    var percentageOfNodesToScore: Int?

    @Option(name: .customLong("bind-address"), help: "Where health and metrics are served.")
    var bindAddress = "127.0.0.1"

    @Option(help: "The port for health and metrics over HTTP; 0 for none.")
    var port = 10251

    @Option(name: .customLong("secure-port"), help: "The same over HTTPS; needs a certificate.")
    var securePort = 10259

    @Option(name: .customLong("tls-cert-file"), help: "The certificate for the secure port.")
    var tlsCertFile: String?

    @Option(name: .customLong("tls-private-key-file"), help: "Its key.")
    var tlsPrivateKeyFile: String?

    @Option(name: .customLong("client-ca-file"), help: "The authority of client certificates on the secure port.")
    var clientCaFile: String?

    @Option(name: .customShort("v"), help: "How much is logged: 0 to 4.")
    var verbosity = 2

    package init() {}

    package func run() async throws {
        if getenv(WorkerCore.variable) == nil {
            try await run(DefaultScheduler.self)
        } else {
            try await run(WorkerCore.self)
        }
    }

    private func run<Core: SchedulerCore>(_ core: Core.Type) async throws {
        var logger = Logger(label: "kube-scheduler")
        logger.logLevel = verbosity > 3 ? .debug : .info
        let settings = try settings()
        guard let kubeconfig = kubeconfig ?? (settings.kubeconfig.isEmpty ? nil : settings.kubeconfig) else {
            throw ValidationError("Missing expected argument '--kubeconfig <kubeconfig>'")
        }
        let client = try ClusterClient(ClientConfiguration(kubeconfig: kubeconfig), userAgent: "kube-scheduler/dinghy")
        let metrics = SchedulerMetrics()
        let loop = try SchedulingLoop(
            Core(configuration: settings.scheduler), client: client, extenders: settings.extenders, metrics: metrics,
            logger: logger)
        let health = HealthServer(metrics: metrics, record: { loop.record(of: $0) })
        let elector = LeaderElector(
            client: client, namespace: settings.lease.namespace, name: settings.lease.name,
            identity: leaderElectIdentity ?? uniqueIdentity(), timing: settings.timing, logger: logger)
        let sockets = try await openSockets()
        let leads = leaderElect ?? settings.leaderElect ?? true
        let scheduler = SchedulerService(
            loop: loop, elector: leads ? elector : nil, health: health, sockets: sockets)
        try await ServiceGroup(
            services: [scheduler], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger
        ).run()
    }

    /// The configuration file's; flags come first.
    private func settings() throws -> SchedulerSettings {
        var settings = try config.map { try SchedulerSettings(file: $0) } ?? SchedulerSettings()
        if let schedulerName {
            settings.scheduler.schedulerName = schedulerName
            if schedulerName != "default-scheduler" { settings.lease.name = schedulerName }
        }
        if let percentageOfNodesToScore { settings.scheduler.percentageOfNodesToScore = percentageOfNodesToScore }
        settings.scheduler.seed = UInt64(bitPattern: realNanoseconds())
        return settings
    }

    private func openSockets() async throws -> [HTTPServer] {
        var servers: [HTTPServer] = []
        if port > 0 { servers.append(try await HTTPServer(host: bindAddress, port: port)) }
        if let tlsCertFile, let tlsPrivateKeyFile {
            let tls = ServerTLS(
                certificateChain: try readFile(tlsCertFile), privateKey: try readFile(tlsPrivateKeyFile),
                clientAuthority: try clientCaFile.map(readFile))
            servers.append(
                try await HTTPServer(host: bindAddress, port: securePort, configuration: .init(tls: tls)))
        }
        return servers
    }

    private func uniqueIdentity() -> String {
        let host = (try? readText("/proc/sys/kernel/hostname")) ?? "localhost"
        return "\(host)_\(String(UInt64.random(in: 0 ... .max), radix: 16))"
    }
}

/// The program's parts, started together and ended together.
private struct SchedulerService<Core: SchedulerCore>: Service {
    let loop: SchedulingLoop<Core>
    let elector: LeaderElector?
    let health: HealthServer
    let sockets: [HTTPServer]

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for socket in sockets { group.addTask { await health.serve(on: socket) } }
                group.addTask {
                    if let elector { try await elector.run { await loop.run() } } else { await loop.run() }
                }
                defer { group.cancelAll() }
                // Being told to stop is no failure.
                do { try await group.next() } catch is CancellationError {}
            }
        }
    }
}
