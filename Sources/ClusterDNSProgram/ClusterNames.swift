internal import API
internal import Client
package import ClusterDNS
internal import ClusterDNSContract
internal import Logging
internal import Synchronization

/// The cluster's names, kept up to date by watches.
package final class ClusterNames: Sendable {
    private let zone: Mutex<ClusterZone>
    private let turn = Atomic(0)

    package init(_ zone: ClusterZone) { self.zone = Mutex(zone) }

    /// Answers by the state of this moment.
    func resolve(_ query: DNSMessage) -> DNSResolution {
        let turn = turn.add(1, ordering: .relaxed).newValue
        return zone.withLock { $0.resolve(query, turn: turn) }
    }

    /// Follows the API server until cancelled.
    /// - Parameter body: run when all names that there are are known.
    func follow(_ client: ClusterClient, logger: Logger, body: () async throws -> Void) async throws {
        let services = Informer<Service>(client, logger: logger)
        let slices = Informer<EndpointSlice>(client, indexes: [Index(.service) { [$0.serviceKey] }], logger: logger)
        let namespaces = Informer<Namespace>(client, logger: logger)
        let update = { @Sendable (key: String) in
            // The stores are read under the lock: else an older state could overwrite a newer one.
            self.zone.withLock { $0.update(key, services[key], slices.objects(by: .service, key)) }
        }
        services.onChange { update($0.object.key) }
        slices.onChange { change in
            if case .modified(let old, _) = change { update(old.serviceKey) }
            update(change.object.serviceKey)
        }
        namespaces.onChange { change in
            let name = change.object.name
            self.zone.withLock { $0.setNamespace(name, exists: namespaces[name] != nil) }
        }
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { await services.run() }
            group.addTask { await slices.run() }
            group.addTask { await namespaces.run() }
            await services.waitUntilSynced()
            await slices.waitUntilSynced()
            await namespaces.waitUntilSynced()
            try await body()
        }
    }
}

extension Index<EndpointSlice>.Name {
    fileprivate static var service: Self { "service" }
}

extension EndpointSlice {
    /// The service it belongs to, as `namespace/name`.
    fileprivate var serviceKey: String {
        "\(metadata.namespace)/\(metadata.labels["kubernetes.io/service-name"] ?? "")"
    }
}
