import API
import Client
import Controllers
import HTTP
import Objects
import ObjectsContract
import Schema
import Synchronization

/// Deletes what has lost its owners, and finishes deletions that wait for dependents.
///
/// It watches every kind, since anything may own anything. The graph is only a hint: before something is deleted
/// because its owner is unknown, the server is asked; and what is deleted must still be the version that was judged.
final class GarbageCollector: ControllerLoop {
    let name = "garbage-collector"
    private let context: ControllerContext
    private let queue: Controller<String>
    private let state = Mutex(State())

    private struct State {
        var graph = OwnerGraph()
        /// What the graph knows by its uid.
        var objects: [String: CollectedObject] = [:]

        mutating func observe(_ object: CollectedObject) -> [String] {
            objects[object.uid] = object
            return graph.observe(object.owned)
        }

        mutating func remove(_ uid: String) -> [String] {
            objects[uid] = nil
            return graph.remove(uid)
        }
    }

    init(_ context: ControllerContext) {
        self.context = context
        queue = context.queue(name)
    }

    func observe() {
        for informer in context.cache.all {
            informer.onMetadata { [self] kind, metadata, isGone in
                let affected = state.withLock {
                    isGone ? $0.remove(metadata.uid) : $0.observe(CollectedObject(kind: kind, metadata: metadata))
                }
                affected.forEach(queue.enqueue)
            }
        }
    }

    func run() async {
        await context.work(on: queue, name, workers: 20, reconcile)
    }

    private func reconcile(_ uid: String) async throws -> Controller<String>.Outcome {
        let (object, decision) = state.withLock { ($0.objects[uid], $0.graph.decide(uid)) }
        guard let object else { return .done }
        do {
            return try await carryOut(decision, on: object)
        } catch let status as Status where status.isNotFound {
            return .done
        }
    }

    private func carryOut(
        _ decision: GarbageDecision, on object: CollectedObject
    ) async throws -> Controller<String>.Outcome {
        switch decision {
        case .nothing: return .done
        case .lookUp(let uids):
            for owner in object.owners where uids.contains(owner.uid) { try await lookUp(owner, of: object) }
            return decisionIsOpen(object) ? .after(.seconds(1)) : try await reconcile(object.uid)
        case .removeReferences(let uids): try await removeReferences(to: uids, from: object)
        case .delete(let policy): try await delete(object, policy)
        case .setFree(let uids):
            for dependent in state.withLock({ state in uids.compactMap { state.objects[$0] } }) {
                try await removeReferences(to: [object.uid], from: dependent)
            }
            try await removeFinalizer(DeletionFinalizer.orphan, from: object)
        case .removeFinalizer(let finalizer): try await removeFinalizer(finalizer, from: object)
        case .lookAt(let uids): uids.forEach(queue.enqueue)
        }
        return .done
    }

    /// The owner exists, but isn't in the graph yet.
    private func decisionIsOpen(_ object: CollectedObject) -> Bool {
        if case .lookUp = state.withLock({ $0.graph.decide(object.uid) }) { true } else { false }
    }

    // MARK: - Requests

    private func lookUp(_ owner: OwnerReference, of object: CollectedObject) async throws {
        guard let kind = Resources.find(apiVersion: owner.apiVersion, kind: owner.kind)?.kind else { return }
        let path = kind.path(namespace: object.namespace, name: owner.name)
        do {
            let found = try await context.client.document(.get, Target(path: path, query: Query()))
            if found[path: ["metadata", "uid"]]?.string == owner.uid { return }
        } catch let status as Status where status.isNotFound {}
        state.withLock { $0.graph.remember(absent: owner.uid) }
    }

    private func removeReferences(to uids: [String], from object: CollectedObject) async throws {
        let references = uids.map { ["$patch": "delete", "uid": .string($0)] as JSON }
        try await patch(object, ["ownerReferences": .array(references)])
    }

    private func removeFinalizer(_ finalizer: String, from object: CollectedObject) async throws {
        try await patch(object, ["$deleteFromPrimitiveList/finalizers": [.string(finalizer)]])
    }

    private func patch(_ object: CollectedObject, _ metadata: JSON) async throws {
        var metadata = metadata
        metadata["uid"] = .string(object.uid)
        let patch: JSON = ["metadata": metadata]
        do {
            _ = try await context.client.document(.patch, target(object), body: Patch.strategic(patch).body)
        } catch let status as Status where status.isNotFound {}
    }

    private func delete(_ object: CollectedObject, _ policy: Propagation) async throws {
        let options = DeleteOptions(
            propagationPolicy: PropagationPolicy(policy.rawValue), uid: object.uid,
            resourceVersion: object.resourceVersion)
        _ = try await context.client.document(.delete, target(object), body: .json(options.document))
    }

    private func target(_ object: CollectedObject) -> Target {
        let path = object.kind.path(namespace: object.namespace, name: object.name)
        return Target(path: path, query: Query())
    }
}
