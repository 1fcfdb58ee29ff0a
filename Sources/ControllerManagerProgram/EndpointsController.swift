import API
import Client
import Controllers
import Schema
import Services

/// Writes which pods stand behind each service: EndpointSlices, and the older Endpoints.
final class EndpointsController: ControllerLoop {
    let name = "endpointslice-controller"
    private let context: ControllerContext
    private let queue: Controller<String>

    init(_ context: ControllerContext) {
        self.context = context
        queue = context.queue(name)
    }

    private var cache: ClusterCache { context.cache }

    func observe() {
        cache.services.onChange { [queue] change in queue.enqueue(change.object.key) }
        cache.pods.onChange { [self] change in
            if case .modified(let old, let new) = change, !matters(old, new) { return }
            if case .modified(let old, let new) = change, old.metadata.labels != new.metadata.labels {
                enqueueServices(of: old)
            }
            enqueueServices(of: change.object)
        }
        // Somebody else's change of what we wrote is undone.
        cache.endpointSlices.onChange { [queue] change in
            let slice = change.object
            guard let service = slice.metadata.labels[EndpointSlicePlan.serviceLabel],
                slice.metadata.labels[EndpointSlicePlan.managerLabel] == EndpointSlicePlan.manager
            else { return }
            queue.enqueue("\(slice.namespace)/\(service)")
        }
        cache.endpoints.onChange { [queue, cache] change in
            if cache.services[change.object.key] != nil { queue.enqueue(change.object.key) }
        }
    }

    func run() async {
        await context.work(on: queue, name, workers: 5, reconcile)
    }

    /// Most changes of a pod's status say nothing to its services.
    private func matters(_ old: Pod, _ new: Pod) -> Bool {
        old.isReady != new.isReady || old.status.podIP != new.status.podIP || old.isTerminal != new.isTerminal
            || old.metadata.isBeingDeleted != new.metadata.isBeingDeleted
            || old.metadata.labels != new.metadata.labels || old.spec.nodeName != new.spec.nodeName
    }

    private func enqueueServices(of pod: Pod) {
        for service in cache.services.objects(by: .namespace, pod.namespace) where service.selects(pod) {
            queue.enqueue(service.key)
        }
    }

    // MARK: - Reconciliation

    private func reconcile(_ key: String) async throws -> Controller<String>.Outcome {
        let slices = cache.endpointSlices.objects(by: .service, key)
            .filter { $0.metadata.labels[EndpointSlicePlan.managerLabel] == EndpointSlicePlan.manager }
        guard let service = cache.services[key], !service.metadata.isBeingDeleted else {
            try await remove(slices, cache.endpoints[key])
            return .done
        }
        guard ServiceEndpoints.areMade(for: service) else { return .done }
        let pods = cache.pods.objects(by: .namespace, service.namespace).filter(service.selects)
        let nodes = cache.nodes.snapshot
        let wanted = ServiceEndpoints(of: service, pods: pods) {
            nodes[$0]?.metadata.labels["topology.kubernetes.io/zone"]
        }
        try await write(EndpointSlicePlan(wanted, slices: slices))
        try await write(wanted.endpoints(replacing: cache.endpoints[key]), over: cache.endpoints[key])
        return .done
    }

    private func write(_ plan: EndpointSlicePlan) async throws {
        for slice in plan.create { try await context.client.create(slice) }
        for (old, new) in plan.update { try await context.client.patch(from: old, to: new, ifUnchanged: true) }
        for slice in plan.delete { try await delete(slice) }
    }

    private func write(_ endpoints: Endpoints, over old: Endpoints?) async throws {
        if let old {
            try await context.client.patch(from: old, to: endpoints, ifUnchanged: true)
        } else {
            try await context.client.create(endpoints)
        }
    }

    /// The service is gone, and nobody else ever deletes its Endpoints.
    private func remove(_ slices: [EndpointSlice], _ endpoints: Endpoints?) async throws {
        for slice in slices { try await delete(slice) }
        guard let endpoints else { return }
        try await delete(endpoints)
    }

    private func delete<Object: Resource>(_ object: Object) async throws {
        do {
            _ = try await context.client.delete(
                Object.self, object.name, namespace: object.namespace, options: DeleteOptions(uid: object.metadata.uid))
        } catch let status as Status where status.isNotFound {}
    }
}
