import API
import Client
import Controllers
import HTTP
import Schema

/// Empties a namespace that is to be deleted, and then lets it go.
///
/// ```
///   deletionTimestamp set ──▶ delete all pods ──▶ none left? ──▶ delete all else ──▶ none left? ──▶ finalize
///                                   ▲                 │ no              ▲                │ no
///                                   └── again, soon ──┘                 └── again, soon ─┘
/// ```
/// The server keeps the namespace as long as `spec.finalizers` names `kubernetes`; this controller takes that out.
/// Source: kubernetes.io/docs/tasks/administer-cluster/namespaces, "Deleting a namespace"; KEP-5080 for the order.
final class NamespaceController: ControllerLoop {
    let name = "namespace-controller"
    private let context: ControllerContext
    private let queue: Controller<String>

    init(_ context: ControllerContext) {
        self.context = context
        queue = context.queue(name)
    }

    func observe() {
        context.cache.namespaces.onChange { [queue] change in
            if change.object.metadata.isBeingDeleted { queue.enqueue(change.object.name) }
        }
        context.cache.pods.onChange { [queue, cache = context.cache] change in
            guard case .deleted(let pod) = change,
                cache.namespaces[pod.namespace]?.metadata.isBeingDeleted == true
            else { return }
            queue.enqueue(pod.namespace)
        }
    }

    func run() async {
        await context.work(on: queue, name, workers: 4, reconcile)
    }

    private func reconcile(_ name: String) async throws -> Controller<String>.Outcome {
        guard let namespace = context.cache.namespaces[name], namespace.metadata.isBeingDeleted,
            !namespace.spec.finalizers.isEmpty
        else { return .done }
        for kinds in NamespaceContents.order {
            var remaining = 0
            for kind in kinds { remaining += try await empty(kind, in: name) }
            if remaining > 0 { return .after(.milliseconds(500)) }
        }
        try await finalize(namespace)
        return .done
    }

    /// - Returns: how many objects are still there: they have finalizers, or end gracefully.
    private func empty(_ kind: Kind, in namespace: String) async throws -> Int {
        let target = Target(path: kind.path(namespace: namespace), query: Query())
        guard try await count(target) > 0 else { return 0 }
        let options = DeleteOptions(propagationPolicy: .background)
        _ = try await context.client.document(.delete, target, body: .json(options.document))
        return try await count(target)
    }

    private func count(_ target: Target) async throws -> Int {
        try await context.client.document(.get, target)["items"]?.array?.count ?? 0
    }

    private func finalize(_ namespace: Namespace) async throws {
        var finalized = namespace
        finalized.spec.finalizers.removeAll { $0 == NamespaceContents.finalizer }
        do {
            try await context.client.update(finalized, subresource: "finalize")
        } catch let status as Status where status.isNotFound {}
    }
}
