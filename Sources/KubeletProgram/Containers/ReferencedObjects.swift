import API
import Client
import Kubelet
import Schema
import Synchronization

/// The ConfigMaps, Secrets and Services that the node's pods refer to.
///
/// They are read when a pod needs them, and again when what is known is older than some seconds: so a volume follows
/// its ConfigMap, and an API server that is away for a while stops nobody.
final class ReferencedObjects: Sendable {
    private struct Known<Object: Sendable>: Sendable {
        var object: Object?
        var readAt: ContinuousClock.Instant
    }

    private struct State: Sendable {
        var configMaps: [String: Known<ConfigMap>] = [:]
        var secrets: [String: Known<Secret>] = [:]
    }

    /// How old an answer may be.
    private static let freshness = Duration.seconds(5)

    private let client: ClusterClient
    private let services: Informer<Service>
    private let state = Mutex(State())

    init(_ client: ClusterClient, services: Informer<Service>) {
        self.client = client
        self.services = services
    }

    /// Reads whatever a pod refers to. What isn't there is remembered as missing; what can't be read stays as known.
    func refresh(for pod: Pod) async {
        let names = References(pod)
        let namespace = pod.metadata.namespace
        for name in names.configMaps where isStale(\.configMaps, "\(namespace)/\(name)") {
            await read(ConfigMap.self, name, namespace, into: \.configMaps)
        }
        for name in names.secrets where isStale(\.secrets, "\(namespace)/\(name)") {
            await read(Secret.self, name, namespace, into: \.secrets)
        }
    }

    private func isStale<Object>(_ path: any KeyPath<State, [String: Known<Object>]> & Sendable, _ key: String) -> Bool
    {
        state.withLock { state in
            guard let known = state[keyPath: path][key], known.object != nil else { return true }
            return ContinuousClock.now - known.readAt > Self.freshness
        }
    }

    private func read<Object: Resource>(
        _ type: Object.Type, _ name: String, _ namespace: String,
        into path: any WritableKeyPath<State, [String: Known<Object>]> & Sendable
    ) async {
        let key = "\(namespace)/\(name)"
        do {
            let object = try await client.get(type, name, namespace: namespace)
            state.withLock { $0[keyPath: path][key] = Known(object: object, readAt: .now) }
        } catch let error as Status where error.reason == .notFound {
            state.withLock { $0[keyPath: path][key] = Known(object: nil, readAt: .now) }
        } catch {
            return  // The API server is away; what is known is the best there is.
        }
    }

    func configMap(_ namespace: String, _ name: String) -> ConfigMap? {
        state.withLock { $0.configMaps["\(namespace)/\(name)"]?.object }
    }

    func secret(_ namespace: String, _ name: String) -> Secret? {
        state.withLock { $0.secrets["\(namespace)/\(name)"]?.object }
    }

    func environment(namespace: String) -> Environment.Sources {
        let own = services.all.filter { service in
            service.metadata.namespace == namespace
                || service.metadata.namespace == "default" && service.metadata.name == "kubernetes"
        }
        return Environment.Sources(
            configMap: { self.configMap(namespace, $0) }, secret: { self.secret(namespace, $0) }, services: own)
    }
}

/// The names of what a pod refers to, each once.
struct References {
    private(set) var configMaps: Set<String> = []
    private(set) var secrets: Set<String> = []

    init(_ pod: Pod) {
        for container in pod.spec.initContainers + pod.spec.containers { add(container) }
        for volume in pod.spec.volumes { add(volume.source) }
    }

    private mutating func add(_ container: Container) {
        for source in container.envFrom {
            if let reference = source.configMapRef { configMaps.insert(reference.name) }
            if let reference = source.secretRef { secrets.insert(reference.name) }
        }
        for variable in container.env {
            if let reference = variable.valueFrom?.configMapKeyRef { configMaps.insert(reference.name) }
            if let reference = variable.valueFrom?.secretKeyRef { secrets.insert(reference.name) }
        }
    }

    private mutating func add(_ source: VolumeSource) {
        if let map = source.configMap { configMaps.insert(map.name) }
        if let secret = source.secret { secrets.insert(secret.secretName) }
        for part in source.projected?.sources ?? [] {
            if let map = part.configMap { configMaps.insert(map.name) }
            if let secret = part.secret { secrets.insert(secret.name) }
        }
    }
}
