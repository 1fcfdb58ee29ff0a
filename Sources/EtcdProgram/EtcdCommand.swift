package import ArgumentParser
internal import EtcdAPI
internal import GRPC
internal import HTTP
internal import Linux
internal import Logging
internal import Raft
internal import RaftContract
internal import RemoteCore
internal import ServiceLifecycle
internal import Synchronization
internal import UnixSignals

/// `dinghy etcd`: a member of the store's cluster as a process, with etcd's flags.
package struct EtcdCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "etcd", abstract: "Keeps the cluster's objects: a versioned key-value store.",
        discussion: "Alone, or one of several members that keep the same with Raft: then each is told of the others "
            + "with --initial-cluster, and listens for them with --listen-peer-urls.")

    @OptionGroup(title: "Member") var member: MemberFlags
    @OptionGroup(title: "Clustering") var cluster: ClusterFlags
    @OptionGroup(title: "Security") var security: SecurityFlags
    @OptionGroup(title: "Limits and upkeep") var limits: LimitFlags

    package init() {}

    package func validate() throws {
        _ = try settings(.new(initialCluster))
        _ = try sockets(member.listenClientURLs) + sockets(member.listenPeerURLs ?? "")
        try security.validate(clients: member.listenClientURLs, peers: member.listenPeerURLs ?? "")
    }

    package func run() async throws {
        useOneMemoryPool()
        let executor = EventLoops.useOnlyOne()
        let logger = Logger(label: "etcd")
        let disk = try FolderDisk(member.dataDir)
        if let restore = member.restore {
            do {
                try SavedSnapshot.restore(try readFile(restore), to: disk, try initialCluster)
            } catch let error as RecoveryError { throw RecoveryError(description: "\(restore): \(error)") }
        }
        let configuration = try settings(try await beginning(disk))
        // On the thread that goes on with it: this one has a pool of memory of its own already.
        let store = try await withTaskExecutorPreference(executor) {
            defer { giveBackFreeMemory() }
            return try LocalStore(
                disk: disk, configuration: configuration, logger: logger,
                transport: PeerNetwork(tls: try security.peerClientTLS), core: core)
        }
        let service = EtcdService(
            store: store, clients: try await openClients(store), peers: try await openPeers(store),
            metrics: try await openMetrics(), executor: executor, logger: logger)
        try await ServiceGroup(
            services: [service], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger
        ).run()
    }
}

extension EtcdCommand {
    /// Dinghy's own Raft, or what a student has written.
    private var core: any RaftCore.Type {
        RemoteCore.isNamed(by: WorkerRaft.variable) ? WorkerRaft.self : RaftMember.self
    }
}

// MARK: - Sockets

extension EtcdCommand {
    private func sockets(_ urls: String) throws -> [ListeningSocket] {
        try urls.split(separator: ",").map { url in
            guard let endpoint = Endpoint(String(url)) else { throw ValidationError("\(url) is no URL to listen on") }
            return .endpoint(endpoint)
        }
    }

    private func openClients(_ store: LocalStore) async throws -> GRPCServer {
        var configuration = GRPCServer.Configuration(tls: try security.clientsTLS, http: Health(store: store))
        // A request beyond the limit is refused by the store, in etcd's words; this is for what is far beyond.
        configuration.maximumMessageSize = limits.maxRequestBytes + 1 << 19
        return try await GRPCServer(
            listeningOn: try sockets(member.listenClientURLs), services: Services(store: store).all,
            configuration: configuration)
    }

    /// A cluster of one needs no peers' port until it is to grow.
    private func openPeers(_ store: LocalStore) async throws -> GRPCServer? {
        guard let urls = member.listenPeerURLs else { return nil }
        var configuration = GRPCServer.Configuration(tls: try security.peersTLS, http: Health(store: store))
        configuration.maximumMessageSize = 64 << 20
        return try await GRPCServer(
            listeningOn: try sockets(urls), services: PeerServer(store: store).services, configuration: configuration)
    }

    private func openMetrics() async throws -> HTTPServer? {
        guard let urls = member.listenMetricsURLs else { return nil }
        return try await HTTPServer(listeningOn: try sockets(urls))
    }
}

/// The process's parts, started and ended together.
private struct EtcdService: Service {
    let store: LocalStore
    let clients: GRPCServer
    let peers: GRPCServer?
    let metrics: HTTPServer?
    /// The sockets' thread: a request is read, logged, applied and answered on it.
    let executor: LoopExecutor
    let logger: Logger

    func run() async throws {
        logger.info(
            "serving",
            metadata: [
                "clients": "\(clients.endpoints)", "peers": "\(peers?.endpoints ?? [])",
                "member": "\(hexadecimal(store.identity.member))", "cluster": "\(hexadecimal(store.identity.cluster))",
                "revision": "\(store.revision)",
            ])
        try await cancelWhenGracefulShutdown {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask(executorPreference: executor) { try await store.run() }
                group.addTask { await clients.run() }
                if let peers { group.addTask { await peers.run() } }
                if let metrics { group.addTask { await metrics.run(Health(store: store)) } }
                defer { group.cancelAll() }
                try await group.next()
            }
        }
        if store.state.withLock(\.isRemoved) { throw Removed() }
    }
}

/// The process ends with a fault, so that a supervisor doesn't take it for done.
private struct Removed: Error, CustomStringConvertible {
    let description = PeerServer.removed
}
