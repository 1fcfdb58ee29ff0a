package import API
import HTTP
package import Logging
package import Reconciliation
package import ReconciliationContract
import Synchronization

/// A copy of the API server's objects of one kind, kept up to date by a watch: what controllers read instead of asking.
///
/// ```swift
/// let pods = Informer<Pod>(client, indexes: [.byNode], logger: logger)
/// pods.onChange { change in controller.enqueue(change.object.key) }
/// group.addTask { await pods.run() }
/// await pods.waitUntilSynced()
/// let mine = pods.objects(by: .node, "worker-1")
/// ```
/// Reading is synchronous and never waits for the network. What is read may be old: whoever writes because of it must be
/// prepared for a conflict, and whoever has written will read its own write only a little later.
///
/// Handlers are called one after the other, after the store has changed. They must be quick (put a key into a queue);
/// until they return the watch isn't read, and so no memory fills up with events.
package final class Informer<R: Resource>: Sendable {
    package typealias Handler = @Sendable (Change<R>) -> Void

    private struct State: Sendable {
        var reflection: Reflection<R>
        var handlers: [Handler] = []
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let client: ClusterClient
    private let options: ListOptions
    private let logger: Logger
    private let state: Mutex<State>

    /// - Parameter options: restricts what is copied: one namespace, a selector.
    package init(
        _ client: ClusterClient, _ options: ListOptions = ListOptions(), indexes: [Index<R>] = [], logger: Logger
    ) {
        self.client = client
        self.options = options
        self.logger = logger
        state = Mutex(State(reflection: Reflection(indexes: indexes)))
    }

    // MARK: - Reading

    package subscript(key: String) -> R? { state.withLock { $0.reflection.store[key] } }

    package func get(_ name: String, namespace: String = "") -> R? {
        self[namespace.isEmpty ? name : "\(namespace)/\(name)"]
    }

    /// Everything, sorted by key.
    package var all: [R] { snapshot.all }

    /// The objects for which the index gives this value, sorted by key.
    package func objects(by index: Index<R>.Name, _ value: String) -> [R] {
        state.withLock { $0.reflection.store.objects(by: index, value) }
    }

    /// The store as it is at this moment: several look-ups in one snapshot fit together.
    package var snapshot: ObjectStore<R> { state.withLock { $0.reflection.store } }
    package var count: Int { state.withLock { $0.reflection.store.count } }
    package var hasSynced: Bool { state.withLock { $0.reflection.hasSynced } }

    /// Returns when the first list is complete; at once, without it, when the task is cancelled later on.
    package func waitUntilSynced() async {
        await withCheckedContinuation { continuation in
            let ready = state.withLock { state in
                if !state.reflection.hasSynced { state.waiting.append(continuation) }
                return state.reflection.hasSynced
            }
            if ready { continuation.resume() }
        }
    }

    /// Calls the handler for every change from now on. To be called before ``run()``.
    package func onChange(_ handler: @escaping Handler) { state.withLock { $0.handlers.append(handler) } }

    // MARK: - Following the server

    /// Lists and watches until the task is cancelled.
    package func run() async {
        while !Task.isCancelled {
            let delay: Duration
            do {
                try await follow()
                delay = ended(nil)
            } catch {
                delay = ended(error)
            }
            if delay > .zero { try? await Task.sleep(for: delay) }
        }
        release()
    }

    /// One list, or one watch to its end.
    private func follow() async throws {
        switch state.withLock({ $0.reflection.request }) {
        case .list:
            let list = try await client.list(R.self, options)
            let items = list.items.map(withoutManagedFields)
            deliver { $0.listed(items, resourceVersion: list.metadata.resourceVersion) }
        case .watch(let version):
            let seconds = Int.random(in: 300..<600)
            for try await event in try await client.watch(R.self, options, from: version, seconds: seconds) {
                let event = event.map(withoutManagedFields)
                deliver { $0.received(event) }
            }
        }
    }

    /// Changes the store under the lock, and tells the handlers outside of it.
    private func deliver(_ apply: (inout Reflection<R>) -> [Change<R>]) {
        let (changes, handlers, waiting) = state.withLock { state in
            let changes = apply(&state.reflection)
            defer { if state.reflection.hasSynced { state.waiting = [] } }
            return (changes, state.handlers, state.reflection.hasSynced ? state.waiting : [])
        }
        for change in changes {
            for handler in handlers { handler(change) }
        }
        for continuation in waiting { continuation.resume() }
    }

    private func ended(_ error: (any Error)?) -> Duration {
        if let error, !Task.isCancelled {
            logger.debug("watch broken", metadata: ["kind": "\(R.kind.name)", "error": "\(error)"])
        }
        return state.withLock { state in
            guard let error else { return state.reflection.ended(nil) }
            return state.reflection.ended(error as? Status ?? Status())
        }
    }

    private func release() {
        let waiting = state.withLock { state in
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }
}

/// Who set which field is of no use to those who read a copy, and is a third of its size.
private func withoutManagedFields<R: Resource>(_ object: R) -> R {
    guard !object.metadata.managedFields.isEmpty else { return object }
    var object = object
    object.metadata.managedFields = []
    return object
}

extension WatchEvent {
    fileprivate func map(_ transform: (R) -> R) -> WatchEvent {
        switch self {
        case .added(let object): .added(transform(object))
        case .modified(let object): .modified(transform(object))
        case .deleted(let object): .deleted(transform(object))
        case .bookmark: self
        }
    }
}
