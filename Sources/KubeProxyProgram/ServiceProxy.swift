internal import API
internal import Client
internal import KubeProxy
internal import Logging
internal import Metrics
internal import RemoteCore
internal import Synchronization

/// Keeps the node's packet rules as the services want them.
///
/// Changes of services and their endpoints are collected for a moment, then the rules of those services are computed
/// anew, and the difference goes to the kernel in one transaction. Connections that exist go on, whatever changes.
final class ServiceProxy: Sendable {
    private let services: Informer<Service>
    private let slices: Informer<EndpointSlice>
    private let rules: PacketRules
    private let node: String
    private let period: Duration
    private let logger: Logger
    let metrics = ProxyMetrics()
    private let signal = Signal()
    private let changed = Mutex<Set<String>>([])
    private let hasRules = Mutex(false)

    /// - Parameter period: how long changes are collected.
    init(_ client: ClusterClient, node: String, rules: PacketRules, period: Duration, logger: Logger) {
        services = Informer(client, logger: logger)
        slices = Informer(client, indexes: [Index(.service) { [$0.serviceKey] }], logger: logger)
        (self.node, self.rules, self.period, self.logger) = (node, rules, period, logger)
        services.onChange { [weak self] in self?.mark($0.object.key) }
        slices.onChange { [weak self] change in
            if case .modified(let old, _) = change { self?.mark(old.serviceKey) }
            self?.mark(change.object.serviceKey)
        }
    }

    /// True once the rules of all services were in place.
    var isReady: Bool { hasRules.withLock { $0 } }

    func run() async {
        await withDiscardingTaskGroup { group in
            group.addTask { await self.services.run() }
            group.addTask { await self.slices.run() }
            await services.waitUntilSynced()
            await slices.waitUntilSynced()
            await followChanges()
        }
    }

    private func mark(_ key: String) {
        _ = changed.withLock { $0.insert(key) }
        signal.raise()
    }

    private func followChanges() async {
        let core = RemoteCore.isNamed(by: WorkerServices.variable) ? WorkerServices() : nil
        var proxy = Proxy(node: node, core: core)
        while !Task.isCancelled {
            await synchronize(&proxy)
            await signal.wait(until: .now + .seconds(30))
            try? await Task.sleep(for: period)
            if !hasWork, !(await rules.areInPlace()) {
                logger.warning("packet rules are gone, writing them again")
                proxy.startOver()
            }
        }
    }

    private var hasWork: Bool { changed.withLock { !$0.isEmpty } }

    private func synchronize(_ proxy: inout Proxy) async {
        let keys = changed.withLock { keys in
            defer { keys = [] }
            return keys.sorted()
        }
        for key in keys { proxy.update(key, services[key], slices.objects(by: .service, key)) }
        guard let change = proxy.takeChange() else { return }
        let start = ContinuousClock.now
        do {
            try await rules.apply(change)
            metrics.duration.observe(duration: ContinuousClock.now - start)
            hasRules.withLock { $0 = true }
            logger.debug("packet rules changed", metadata: ["services": "\(keys.count)"])
        } catch {
            logger.error("packet rules refused", metadata: ["reason": "\(error)"])
            metrics.failures.increment()
            proxy.startOver()
            try? await Task.sleep(for: .seconds(1))
            signal.raise()
        }
    }
}

extension Index<EndpointSlice>.Name {
    static var service: Self { "service" }
}

extension EndpointSlice {
    /// The service it belongs to, as `namespace/name`.
    var serviceKey: String { "\(metadata.namespace)/\(metadata.labels["kubernetes.io/service-name"] ?? "")" }
}
