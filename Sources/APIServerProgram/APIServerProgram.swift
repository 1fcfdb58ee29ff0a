import API
import APIMachinery
import APIServer
import EtcdAPI
import HTTP
import Logging
import Objects
import Schema
import ServiceLifecycle
import Tokens

/// The API server as a program: a store below, HTTPS above, and the gateway between them.
struct APIServerProgram: ServiceLifecycle.Service {
    struct Settings: Sendable {
        var signingKey: SigningKey
        var verificationKeys: [VerificationKey]
        var issuer: String
        var kubeletTLS: ClientTLS
        /// The scheduler's secure port, for `pods/NAME/schedulingrecord`.
        var scheduler = HTTP.Endpoint.tcp(host: "127.0.0.1", port: 10259)
        var serviceNetwork: ServiceNetwork
        /// Where pods reach this server, by way of the Service `kubernetes`.
        var advertiseAddress: String
        var port: Int
        /// How many API servers share the store.
        var serverCount = 1
    }

    private let server: HTTPServer
    /// What answers the requests.
    let router: Router
    private let feeder: CacheFeeder
    private let bootstrap: Bootstrap
    private let compactor: Compactor
    private let cacher: Cacher

    init(
        store: any KeyValueStore, server: HTTPServer, settings: Settings, logger: Logger, clock: Clock = .system,
        identities: Identities = .random
    ) {
        let registry = ResourceRegistry.builtIn(network: settings.serviceNetwork)
        let cacher = Cacher()
        let storage = Storage(store: store, cacher: cacher)
        let pipeline = WritePipeline(lookUp: Self.lookUp(cacher), listAll: Self.listAll(cacher))
        let writer = WriteHandler(
            storage: storage, pipeline: pipeline, clock: clock, identities: identities,
            escalation: Escalation(authorizer: Authorizer(cacher: storage.cacher)))
        self.server = server
        self.cacher = cacher
        let freshness = Freshness(store: store, cacher: cacher)
        feeder = CacheFeeder(
            store: store, cacher: cacher, freshness: freshness,
            selectableFields: Dictionary(
                registry.stored.map { ($0.storageName, $0.selectableFields) }, uniquingKeysWith: { first, _ in first }),
            logger: logger)
        bootstrap = Bootstrap(
            writer: writer, registry: registry, settings: settings,
            servers: LiveServers(store: store, address: settings.advertiseAddress, logger: logger), logger: logger)
        compactor = Compactor(store: store, cacher: cacher, logger: logger)
        router = Router(
            storage: storage, registry: registry, writer: writer,
            freshness: settings.serverCount > 1 ? freshness : nil, settings: settings, clock: clock,
            identities: identities, logger: logger)
    }

    func run() async throws {
        await withDiscardingTaskGroup { group in
            group.addTask { await keepUp() }
            await withGracefulShutdownHandler {
                await server.run(router)
            } onGracefulShutdown: {
                server.shutDown()
            }
            group.cancelAll()
        }
    }

    /// Everything but answering: follows the store, and makes sure of what must be there. Until it is cancelled.
    func keepUp() async {
        await withDiscardingTaskGroup { group in
            group.addTask { await feeder.run() }
            group.addTask { await bootstrap.run() }
            group.addTask { await compactor.run() }
            group.addTask { await tick() }
        }
    }

    /// Watchers look at their clocks once a second.
    private func tick() async {
        while !Task.isCancelled {
            // Cancellation ends the wait, and the loop.
            try? await Task.sleep(for: .seconds(1))
            cacher.tick()
        }
    }

    private static func lookUp(_ cacher: Cacher) -> WritePipeline.LookUp {
        { resource, namespace, name in
            try? cacher.get(resource, namespace.isEmpty ? name : "\(namespace)/\(name)")?.document()
        }
    }

    private static func listAll(_ cacher: Cacher) -> WritePipeline.ListAll {
        { resource in
            let everything = Selection(namespace: "", labels: LabelRequirements(), fields: FieldRequirements())
            return cacher.list(resource, everything).objects.compactMap { try? $0.document() }
        }
    }
}

extension Router {
    fileprivate init(
        storage: Storage, registry: ResourceRegistry, writer: WriteHandler, freshness: Freshness?,
        settings: APIServerProgram.Settings, clock: Clock, identities: Identities, logger: Logger
    ) {
        let cacher = storage.cacher
        let metrics = ServerMetrics(counts: { cacher.counts })
        let authenticator = Authenticator(
            verifier: TokenVerifier(keys: settings.verificationKeys, issuer: settings.issuer),
            issuer: settings.issuer, cacher: cacher, clock: clock)
        let authorizer = writer.escalation.authorizer
        let reader = ReadHandler(storage: storage, clock: clock)
        self.init(
            authenticator: authenticator, authorizer: authorizer, registry: registry, freshness: freshness,
            documents: PathDocuments(
                registry: registry, metrics: metrics,
                keySet: TokenVerifier.keySet(settings.verificationKeys).bytes, isReady: { cacher.isReady }),
            reader: reader, watcher: WatchHandler(cacher: cacher, clock: clock), writer: writer,
            subresources: SubresourceHandler(
                reader: reader, writer: writer, kubelets: KubeletProxy(cacher: cacher, tls: settings.kubeletTLS),
                scheduler: SchedulerProxy(settings.scheduler, tls: settings.kubeletTLS),
                tokens: TokenHandler(
                    cacher: cacher, issuer: TokenIssuer(key: settings.signingKey), issuerName: settings.issuer,
                    clock: clock, identities: identities)),
            reviews: ReviewHandler(authenticator: authenticator, authorizer: authorizer, writer: writer),
            metrics: metrics, logger: logger)
    }
}
