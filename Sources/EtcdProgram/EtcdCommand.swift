package import ArgumentParser
internal import EtcdAPI
internal import GRPC
internal import HTTP
internal import Linux
internal import Logging
internal import ServiceLifecycle
internal import UnixSignals

/// `dinghy etcd`: the store as a process, with etcd's flags.
package struct EtcdCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "etcd", abstract: "Keeps the cluster's objects: a versioned key-value store.",
        discussion: "A cluster of one member; flags about peers and --initial-cluster come with Raft.")

    @Option(help: "What the member is called.")
    var name = "default"

    @Option(name: .customLong("data-dir"), help: "Where the data is kept; made if it isn't there.")
    var dataDir = "default.etcd"

    @Option(name: .customLong("listen-client-urls"), help: "Where clients are served; several with commas.")
    var listenClientURLs = "http://localhost:2379"

    @Option(name: .customLong("advertise-client-urls"), help: "Where clients are told to go.")
    var advertiseClientURLs: String?

    @Option(name: .customLong("listen-metrics-urls"), help: "Where /health and /metrics are served in addition.")
    var listenMetricsURLs: String?

    @Option(name: .customLong("cert-file"), help: "The server's certificate.")
    var certFile: String?

    @Option(name: .customLong("key-file"), help: "Its key.")
    var keyFile: String?

    @Option(name: .customLong("trusted-ca-file"), help: "The authority that signs clients' certificates.")
    var trustedCAFile: String?

    @Flag(name: .customLong("client-cert-auth"), help: "Refuse clients without a certificate.")
    var clientCertAuth = false

    @Option(name: .customLong("quota-backend-bytes"), help: "More data than this raises the NOSPACE alarm.")
    var quotaBackendBytes = 2 << 30

    @Option(name: .customLong("max-txn-ops"), help: "So many operations may be in a transaction.")
    var maxTxnOps = 128

    @Option(name: .customLong("max-request-bytes"), help: "How large a request may be.")
    var maxRequestBytes = 1 << 20 + 1 << 19

    @Option(name: .customLong("auto-compaction-mode"), help: "periodic or revision.")
    var autoCompactionMode = "periodic"

    @Option(
        name: .customLong("auto-compaction-retention"),
        help: "How much of the past is kept: hours, 5m30s, or a number of revisions; 0: all of it.")
    var autoCompactionRetention = "0"

    @Option(
        name: .customLong("experimental-watch-progress-notify-interval"),
        help: "How often watches that ask for it are told how far they are.")
    var progressInterval = "5s"

    @Option(name: .customLong("restore"), help: "Begin with what `etcdctl snapshot save` of a dinghy etcd has saved.")
    var restore: String?

    package init() {}

    package func validate() throws {
        _ = try settings
        _ = try endpoints(listenClientURLs)
        if (certFile == nil) != (keyFile == nil) { throw ValidationError("--cert-file and --key-file go together") }
        if clientCertAuth, trustedCAFile == nil { throw ValidationError("--client-cert-auth needs --trusted-ca-file") }
        if listenClientURLs.contains("https://"), certFile == nil {
            throw ValidationError("https in --listen-client-urls needs --cert-file and --key-file")
        }
    }

    package func run() async throws {
        let logger = Logger(label: "etcd")
        let disk = try FolderDisk(dataDir)
        if let restore {
            do { try SavedSnapshot.restore(try readFile(restore), to: disk) } catch let error as RecoveryError {
                throw RecoveryError(description: "\(restore): \(error)")
            }
        }
        let store = try LocalStore(disk: disk, configuration: settings, logger: logger)
        let service = EtcdService(
            store: store, server: try await openServer(store), metrics: try await openMetrics(), logger: logger)
        try await ServiceGroup(
            services: [service], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger
        ).run()
    }
}

// MARK: - From flags to settings

extension EtcdCommand {
    private var settings: LocalStore.Configuration {
        get throws {
            var settings = LocalStore.Configuration()
            settings.name = name
            settings.clientURLs = (advertiseClientURLs ?? listenClientURLs).split(separator: ",").map(String.init)
            settings.quota = quotaBackendBytes > 0 ? quotaBackendBytes : 2 << 30
            settings.maximumOperations = maxTxnOps
            settings.maximumRequest = maxRequestBytes
            settings.compactionRetention = try retention
            guard let interval = Duration(parsing: progressInterval) else {
                throw ValidationError("\(progressInterval) is no duration")
            }
            settings.progressInterval = interval
            return settings
        }
    }

    private var retention: LocalStore.CompactionRetention? {
        get throws {
            if autoCompactionRetention == "0" { return nil }
            switch (autoCompactionMode, Int(autoCompactionRetention), Duration(parsing: autoCompactionRetention)) {
            case ("revision", let count?, _): return .revisions(count)
            case ("periodic", let hours?, _): return .time(.seconds(3600) * hours)
            case ("periodic", _, let time?): return .time(time)
            default:
                throw ValidationError(
                    "--auto-compaction-retention=\(autoCompactionRetention) with mode \(autoCompactionMode)")
            }
        }
    }

    private func endpoints(_ urls: String) throws -> [ListeningSocket] {
        try urls.split(separator: ",").map { url in
            guard let endpoint = Endpoint(String(url)) else { throw ValidationError("\(url) is no URL to listen on") }
            return .endpoint(endpoint)
        }
    }

    private func openServer(_ store: LocalStore) async throws -> GRPCServer {
        var tls: ServerTLS?
        if let certFile, let keyFile {
            tls = ServerTLS(
                certificateChain: try readFile(certFile), privateKey: try readFile(keyFile),
                clientAuthority: try trustedCAFile.map { try readFile($0) }, requiresClientCertificate: clientCertAuth)
        }
        var configuration = GRPCServer.Configuration(tls: tls, http: Health(store: store))
        // A request beyond the limit is refused by the store, in etcd's words; this is for what is far beyond.
        configuration.maximumMessageSize = maxRequestBytes + 1 << 19
        return try await GRPCServer(
            listeningOn: try endpoints(listenClientURLs), services: Services(store: store).all,
            configuration: configuration)
    }

    private func openMetrics() async throws -> HTTPServer? {
        guard let listenMetricsURLs else { return nil }
        return try await HTTPServer(listeningOn: try endpoints(listenMetricsURLs))
    }
}

/// The process's parts, started and ended together.
private struct EtcdService: Service {
    let store: LocalStore
    let server: GRPCServer
    let metrics: HTTPServer?
    let logger: Logger

    func run() async throws {
        logger.info("serving", metadata: ["clients": "\(server.endpoints)", "revision": "\(store.revision)"])
        try await cancelWhenGracefulShutdown {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await store.run() }
                group.addTask { await server.run() }
                if let metrics { group.addTask { await metrics.run(Health(store: store)) } }
                defer { group.cancelAll() }
                try await group.next()
            }
        }
    }
}

extension Duration {
    /// As Go writes durations: `5s`, `1h30m`, `100ms`.
    init?(parsing text: String) {
        let units: [(name: String, length: Duration)] = [
            ("ms", .milliseconds(1)), ("h", .seconds(3600)), ("m", .seconds(60)), ("s", .seconds(1)),
        ]
        var rest = text[...]
        var total = Duration.zero
        while !rest.isEmpty {
            let digits = rest.prefix(while: \.isNumber)
            rest = rest.dropFirst(digits.count)
            guard let number = Int(digits), let unit = units.first(where: { rest.hasPrefix($0.name) }) else {
                return nil
            }
            total += unit.length * number
            rest = rest.dropFirst(unit.name.count)
        }
        self = total
    }
}
