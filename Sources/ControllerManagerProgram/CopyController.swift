import API
import Client
import Logging
import ReconciliationContract
import Synchronization

/// Copies ConfigMaps into other namespaces, as they ask for it: the shell around a lab's core, and the smallest whole
/// controller here. Whatever is decided, the core decides.
///
/// ```
///   informers ── change ──▶ core.observe ── keys ──▶ queue ──▶ core.reconcile ── writes ──▶ API server
///                                                       ▲                                     │ refused
///                                                       └── back-off ── core.failed ◀─────────┘
/// ```
/// One worker takes the keys: the core is asked by one at a time anyway.
final class CopyController<Core: ControllerCore>: ControllerLoop {
    let name = "configmap-copier"
    private let client: ClusterClient
    private let configMaps: Informer<ConfigMap>
    private let namespaces: Informer<Namespace>
    private let core: Mutex<Core>
    private let queue: Controller<String>

    init(
        _ client: ClusterClient, _ configMaps: Informer<ConfigMap>, _ namespaces: Informer<Namespace>, core: Core,
        logger: Logger
    ) {
        self.client = client
        self.configMaps = configMaps
        self.namespaces = namespaces
        self.core = Mutex(core)
        queue = Controller(name, logger: logger)
    }

    func observe() {
        configMaps.onChange { [self] change in enqueue(core.withLock { $0.observe(change) }) }
        namespaces.onChange { [self] change in enqueue(core.withLock { $0.observe(change) }) }
    }

    private func enqueue(_ keys: [String]) {
        for key in keys { queue.enqueue(key) }
    }

    func run() async { await queue.run(workers: 1, reconcile: reconcile) }

    private func reconcile(_ key: String) async throws -> Controller<String>.Outcome {
        let writes = core.withLock { $0.reconcile(key, now: .now) }
        var failure: (any Error)?
        for write in writes {
            do { try await send(write) } catch {
                core.withLock { $0.failed(write) }
                failure = failure ?? error
            }
        }
        if let failure { throw failure }
        // What is written and never seen isn't waited for longer than five minutes; somebody must look again then.
        return writes.isEmpty ? .done : .after(.seconds(301))
    }

    private func send(_ write: Write) async throws {
        switch write {
        case .create(let object): try await client.create(object)
        case .update(let object): try await client.update(object)
        case .delete(let object):
            let metadata = object.metadata
            let options = DeleteOptions(uid: metadata.uid, resourceVersion: metadata.resourceVersion)
            _ = try await client.delete(
                ConfigMap.self, metadata.name, namespace: metadata.namespace, options: options)
        }
    }
}

extension CopyController {
    convenience init(_ context: ControllerContext, core: Core) {
        self.init(
            context.client, context.cache.configMaps, context.cache.namespaces, core: core, logger: context.logger)
    }
}
