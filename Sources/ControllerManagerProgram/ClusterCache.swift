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
    }

    private var all: [any Cached] {
        [
            pods, nodes, services, endpoints, endpointSlices, replicaSets, replicationControllers, deployments,
            namespaces, serviceAccounts, configMaps, leases,
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

/// An informer of whatever kind.
protocol Cached: Sendable {
    func run() async
    func waitUntilSynced() async
}

extension Informer: Cached {}

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
