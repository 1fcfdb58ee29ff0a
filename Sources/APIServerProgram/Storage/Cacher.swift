import APIMachinery
import APIServer
import Synchronization

/// The watch cache: every resource's objects and recent changes, fed by one watch on the store.
///
/// ```
///    store ──one watch over /registry──▶ Cacher ──▶ a ResourceCache for each resource ──▶ gets, lists, watches
/// ```
/// One watch gives one order: when the cacher has seen revision N, every resource is as of N, so a list's
/// `resourceVersion` is a point in time of the whole cluster. A write waits until its own revision has come back, so
/// that whoever was answered sees what he wrote.
final class Cacher: Sendable {
    fileprivate struct State {
        /// Everything up to this revision of the store has been taken in.
        var revision = 0
        var isReady = false
        var resources: [String: ResourceCache] = [:]
        /// Whoever waits for a revision, with it.
        var waitingForRevision: [Int: (revision: Int, CheckedContinuation<Void, Never>)] = [:]
        /// Watchers with nothing to read, by resource.
        var waitingForChange: [String: [Int: CheckedContinuation<Void, Never>]] = [:]
        var nextTicket = 0
    }

    private let state = Mutex(State())

    // MARK: Feeding

    /// Replaces everything: at the start, and when the store's history was compacted under the watch.
    func load(_ objects: [String: [StoredObject]], resources: [String], revision: Int) {
        let woken = state.withLock { state in
            for resource in resources {
                let replaced = state.resources[resource]
                var cache = ResourceCache(startingAt: revision, firstPlace: replaced.map { $0.end + 1 } ?? 0)
                for object in objects[resource] ?? [] { cache.load(object) }
                state.resources[resource] = cache
            }
            state.revision = revision
            state.isReady = true
            return state.takeAllWaiting()
        }
        for continuation in woken { continuation.resume() }
    }

    /// One change of the store.
    enum Feed: Sendable {
        case put(resource: String, StoredObject)
        case delete(resource: String, key: String, revision: Int)
    }

    /// Takes in the changes of one or several revisions, of which `revision` is the last.
    func apply(_ changes: [Feed], revision: Int) {
        let woken = state.withLock { state in
            for change in changes { state.apply(change) }
            state.revision = max(state.revision, revision)
            return state.takeWaiting(changed: changes)
        }
        for continuation in woken { continuation.resume() }
    }

    // MARK: Reading

    var isReady: Bool { state.withLock { $0.isReady } }
    var revision: Int { state.withLock { $0.revision } }

    func get(_ resource: String, _ key: String) -> StoredObject? {
        state.withLock { $0.resources[resource]?.objects[key] }
    }

    /// The selected objects in the order of their keys, and the revision of which that is true.
    func list(_ resource: String, _ selection: Selection) -> (objects: [StoredObject], revision: Int) {
        let (objects, revision) = state.withLock { state in
            (Array(state.resources[resource]?.objects.inNamespace(selection.namespace) ?? []), state.revision)
        }
        return (objects.filter(selection.contains), revision)
    }

    func all(_ resource: String) -> [StoredObject] {
        state.withLock { Array($0.resources[resource]?.objects.inNamespace("") ?? []) }
    }

    /// The place after the last change of a resource: another one whenever something has changed.
    func end(_ resource: String) -> Int { state.withLock { $0.resources[resource]?.end ?? 0 } }

    /// How many objects each resource has.
    var counts: [String: Int] { state.withLock { $0.resources.mapValues(\.objects.count) } }

    /// Where a watch that has seen `revision` goes on; nil when that is too long ago.
    func place(_ resource: String, after revision: Int) -> Int? {
        state.withLock { $0.resources[resource]?.place(after: revision) }
    }

    /// The objects now, and the place of the first change after them.
    func listAndPlace(_ resource: String, _ selection: Selection) -> (
        objects: [StoredObject], revision: Int, place: Int
    ) {
        let (objects, revision, place) = state.withLock { state in
            let cache = state.resources[resource]
            return (Array(cache?.objects.inNamespace(selection.namespace) ?? []), state.revision, cache?.end ?? 0)
        }
        return (objects.filter(selection.contains), revision, place)
    }

    func oldestRevision(_ resource: String) -> Int {
        state.withLock { $0.resources[resource]?.oldestRevision ?? 0 }
    }

    /// Changes from a place on, and the revision up to which they are all; nil when the place has left the log.
    func changes(_ resource: String, from place: Int, limit: Int) -> (changes: [ResourceCache.Change], revision: Int)? {
        state.withLock { state in
            state.resources[resource]?.changes(from: place, limit: limit).map { ($0, state.revision) }
        }
    }

    // MARK: Waiting

    /// Returns when the cache has seen a revision, or the task is cancelled.
    func wait(forRevision revision: Int) async {
        await suspend { state, continuation, ticket in
            guard state.revision < revision else { return false }
            state.waitingForRevision[ticket] = (revision, continuation)
            return true
        }
    }

    /// Returns when the resource has a change at or behind a place, at the next tick, or when the task is cancelled.
    func wait(forChangeOf resource: String, at place: Int) async {
        await suspend { state, continuation, ticket in
            guard state.isReady, let cache = state.resources[resource], cache.end <= place else { return false }
            state.waitingForChange[resource, default: [:]][ticket] = continuation
            return true
        }
    }

    /// Wakes every watcher, so that it can look at its clock: bookmarks and time limits.
    func tick() {
        for continuation in state.withLock({ $0.takeWatchers() }) { continuation.resume() }
    }

    /// - Parameter enlist: puts the continuation where it will be found; false when there is nothing to wait for.
    private func suspend(
        _ enlist: (inout State, CheckedContinuation<Void, Never>, Int) -> Bool
    ) async {
        let ticket = state.withLock { state in
            state.nextTicket += 1
            return state.nextTicket
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let mustWait = state.withLock { state in
                    !Task.isCancelled && enlist(&state, continuation, ticket)
                }
                if !mustWait { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.take(ticket: ticket) }?.resume()
        }
    }
}

extension Cacher.State {
    fileprivate mutating func apply(_ change: Cacher.Feed) {
        switch change {
        case .put(let resource, let object): resources[resource]?.put(object)
        case .delete(let resource, let key, let revision): resources[resource]?.delete(key, at: revision)
        }
    }

    /// Those whose revision has come, and the watchers of what changed.
    fileprivate mutating func takeWaiting(changed: [Cacher.Feed]) -> [CheckedContinuation<Void, Never>] {
        let ready = waitingForRevision.filter { $0.value.revision <= revision }
        for ticket in ready.keys { waitingForRevision[ticket] = nil }
        let watchers = changed.flatMap { change in
            switch change {
            case .put(let resource, _), .delete(let resource, _, _): takeWatchers(of: resource)
            }
        }
        return ready.values.map(\.1) + watchers
    }

    private mutating func takeWatchers(of resource: String) -> [CheckedContinuation<Void, Never>] {
        guard let watchers = waitingForChange.removeValue(forKey: resource) else { return [] }
        return Array(watchers.values)
    }

    fileprivate mutating func takeWatchers() -> [CheckedContinuation<Void, Never>] {
        defer { waitingForChange = [:] }
        return waitingForChange.values.flatMap(\.values)
    }

    fileprivate mutating func takeAllWaiting() -> [CheckedContinuation<Void, Never>] {
        takeWaiting(changed: []) + takeWatchers()
    }

    fileprivate mutating func take(ticket: Int) -> CheckedContinuation<Void, Never>? {
        if let (_, continuation) = waitingForRevision.removeValue(forKey: ticket) { return continuation }
        for resource in waitingForChange.keys {
            if let continuation = waitingForChange[resource]?.removeValue(forKey: ticket) { return continuation }
        }
        return nil
    }
}
