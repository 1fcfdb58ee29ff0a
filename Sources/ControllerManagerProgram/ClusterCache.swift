import API
import Client
import Logging

/// What the controllers see of the cluster: one copy of each kind, which all of them share.
final class ClusterCache: Sendable {
    let pods: Informer<Pod>
    let nodes: Informer<Node>
    let services: Informer<Service>
    let endpoints: Informer<Endpoints>
    let endpointSlices: Informer<EndpointSlice>
    let replicaSets: Informer<ReplicaSet>
    let replicationControllers: Informer<ReplicationController>
    let deployments: Informer<Deployment>
    let namespaces: Informer<Namespace>
    let serviceAccounts: Informer<ServiceAccount>
    let configMaps: Informer<ConfigMap>
    let leases: Informer<Lease>
    let daemonSets: Informer<DaemonSet>
    let jobs: Informer<Job>
    let disruptionBudgets: Informer<PodDisruptionBudget>
    /// Kinds that only the garbage collector looks at.
    private let others: [any Cached]

    init(_ client: ClusterClient, logger: Logger) {
        pods = Informer(
            client, indexes: [.byOwner, .byNode, .byNamespace, .orphans], logger: logger)
        nodes = Informer(client, logger: logger)
        services = Informer(client, indexes: [.byNamespace], logger: logger)
        endpoints = Informer(client, logger: logger)
        endpointSlices = Informer(client, indexes: [.byService], logger: logger)
        replicaSets = Informer(client, indexes: [.byOwner, .byNamespace, .orphans], logger: logger)
        replicationControllers = Informer(client, indexes: [.byNamespace], logger: logger)
        deployments = Informer(client, indexes: [.byNamespace], logger: logger)
        namespaces = Informer(client, logger: logger)
        serviceAccounts = Informer(client, logger: logger)
        configMaps = Informer(client, logger: logger)
        leases = Informer(client, logger: logger)
        daemonSets = Informer(client, logger: logger)
        jobs = Informer(client, logger: logger)
        disruptionBudgets = Informer(client, indexes: [.byNamespace], logger: logger)
        others = Self.others(client, logger: logger)
    }

    /// Every kind that is stored, apart from events.
    var all: [any Cached] { known + others }

    private var known: [any Cached] {
        [
            pods, nodes, services, endpoints, endpointSlices, replicaSets, replicationControllers, deployments,
            namespaces, serviceAccounts, configMaps, leases, daemonSets, jobs, disruptionBudgets,
        ]
    }

    func run() async {
        await withDiscardingTaskGroup { group in
            for informer in all { group.addTask { await informer.run() } }
        }
    }

    func waitUntilSynced() async {
        for informer in all { await informer.waitUntilSynced() }
    }
}

extension ClusterCache {
    private static let knownKinds: Set<Kind> = [
        Pod.kind, Node.kind, Service.kind, Endpoints.kind, EndpointSlice.kind, ReplicaSet.kind,
        ReplicationController.kind, Deployment.kind, Namespace.kind, ServiceAccount.kind, ConfigMap.kind, Lease.kind,
        DaemonSet.kind, Job.kind, PodDisruptionBudget.kind,
    ]

    private static func others(_ client: ClusterClient, logger: Logger) -> [any Cached] {
        func informer<R: Resource>(_ type: R.Type) -> any Cached { Informer<R>(client, logger: logger) }
        return Resources.all
            .filter { $0.kind.isStored && $0.kind != Event.kind && !knownKinds.contains($0.kind) }
            .map { informer($0.type) }
    }
}

/// An informer of whatever kind.
protocol Cached: Sendable {
    func run() async
    func waitUntilSynced() async
    func onMetadata(_ handler: @escaping @Sendable (_ kind: Kind, _ metadata: ObjectMeta, _ isGone: Bool) -> Void)
}

extension Informer: Cached {
    func onMetadata(_ handler: @escaping @Sendable (Kind, ObjectMeta, Bool) -> Void) {
        onChange { change in
            let isGone = if case .deleted = change { true } else { false }
            handler(R.kind, change.object.metadata, isGone)
        }
    }
}

extension Index {
    /// Objects without a controller, by namespace: who might be adopted.
    static var orphans: Index {
        Index("orphans") { $0.metadata.controllerReference == nil ? [$0.metadata.namespace] : [] }
    }
}

extension Index.Name {
    static var orphans: Index.Name { "orphans" }
    static var service: Index.Name { "service" }
}

extension Index where R == EndpointSlice {
    /// By the service's key.
    static var byService: Index {
        Index("service") { slice in
            slice.metadata.labels["kubernetes.io/service-name"].map { ["\(slice.namespace)/\($0)"] } ?? []
        }
    }
}
