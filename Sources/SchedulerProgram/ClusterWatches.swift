import API
import Client
import Logging
import SchedulerContract

/// The watches that keep a scheduler informed.
///
/// Pods and nodes are what is scheduled; volumes, budgets and namespaces are what some rules look at beside them.
struct ClusterWatches: Sendable {
    private let pods: Informer<Pod>
    private let nodes: Informer<Node>
    private let claims: Informer<PersistentVolumeClaim>
    private let volumes: Informer<PersistentVolume>
    private let storageClasses: Informer<StorageClass>
    private let drivers: Informer<CSINode>
    private let budgets: Informer<PodDisruptionBudget>
    private let namespaces: Informer<Namespace>

    init(_ client: ClusterClient, logger: Logger) {
        pods = Informer(client, logger: logger)
        nodes = Informer(client, logger: logger)
        claims = Informer(client, logger: logger)
        volumes = Informer(client, logger: logger)
        storageClasses = Informer(client, logger: logger)
        drivers = Informer(client, logger: logger)
        budgets = Informer(client, logger: logger)
        namespaces = Informer(client, logger: logger)
    }

    /// What is known of a node.
    func node(_ name: String) -> Node? { nodes.get(name) }

    /// - Parameter post: called for each change; must be quick.
    func listen(_ post: @escaping @Sendable (SchedulerEvent) -> Void) {
        relay(nodes, changed: { .node($0) }, deleted: { .nodeDeleted($0) }, post)
        relay(pods, changed: { .pod($0) }, deleted: { .podDeleted($0) }, post)
        relay(claims, as: { .persistentVolumeClaim($0) }, post)
        relay(volumes, as: { .persistentVolume($0) }, post)
        relay(storageClasses, as: { .storageClass($0) }, post)
        relay(drivers, as: { .csiNode($0) }, post)
        relay(budgets, as: { .podDisruptionBudget($0) }, post)
        relay(namespaces, as: { .namespace($0) }, post)
    }

    func run(in group: inout DiscardingTaskGroup) {
        for run in [
            nodes.run, pods.run, claims.run, volumes.run, storageClasses.run, drivers.run, budgets.run,
            namespaces.run,
        ] {
            group.addTask { await run() }
        }
    }

    /// Without all of it known, decisions would be wrong: full nodes look empty.
    func waitUntilSynced() async {
        await nodes.waitUntilSynced()
        await pods.waitUntilSynced()
        await claims.waitUntilSynced()
        await volumes.waitUntilSynced()
        await storageClasses.waitUntilSynced()
        await drivers.waitUntilSynced()
        await budgets.waitUntilSynced()
        await namespaces.waitUntilSynced()
    }

    private func relay<R: Resource>(
        _ informer: Informer<R>, changed: @escaping @Sendable (R) -> SchedulerEvent,
        deleted: @escaping @Sendable (R) -> SchedulerEvent, _ post: @escaping @Sendable (SchedulerEvent) -> Void
    ) {
        informer.onChange { change in
            switch change {
            case .added(let object), .modified(_, let object): post(changed(object))
            case .deleted(let object): post(deleted(object))
            }
        }
    }

    private func relay<R: Resource>(
        _ informer: Informer<R>, as object: @escaping @Sendable (R) -> ClusterObject,
        _ post: @escaping @Sendable (SchedulerEvent) -> Void
    ) {
        relay(informer, changed: { .changed(object($0)) }, deleted: { .deleted(object($0)) }, post)
    }
}
