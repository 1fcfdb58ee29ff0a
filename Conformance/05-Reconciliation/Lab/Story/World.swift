internal import API
internal import Conformance
internal import ReconciliationContract
internal import Schema

/// A server, the controller under test, and between them a watch that may be late or cut: what it has brought so far is
/// `shown`. The informer is played by the suite, and the queue too: what is examined is the controller alone.
struct World: Sendable {
    private let core: CoreUnderTest
    var server = SmallServer()
    private var shown = (configMaps: [String: ConfigMap](), namespaces: [String: Namespace]())
    /// How much of the server's history has been brought.
    private var place = 0
    private var waiting: Set<String> = []
    /// Nothing arrives until somebody lists again.
    var isCut = false
    private(set) var sent: [Write] = []
    private(set) var refused = 0

    init(core: CoreUnderTest) { self.core = core }

    var isLate: Bool { place < server.history.count }

    mutating func forgetWrites() { (sent, refused) = ([], 0) }

    // MARK: - What the controller is told

    /// The next event of the watch.
    mutating func deliver() async throws {
        guard isLate, !isCut else { return }
        place += 1
        switch server.history[place - 1] {
        case .configMap(let object, let isGone): try await show(object, isGone: isGone)
        case .namespace(let object, let isGone): try await show(object, isGone: isGone)
        }
    }

    /// A new list: what it lacks was deleted; nobody knows in which state.
    mutating func list() async throws {
        isCut = false
        place = server.history.count
        for (key, old) in shown.configMaps.sorted(by: { $0.key < $1.key }) where server.configMaps[key] == nil {
            try await show(old, isGone: true)
        }
        for (key, old) in shown.namespaces.sorted(by: { $0.key < $1.key }) where server.namespaces[key] == nil {
            try await show(old, isGone: true)
        }
        for object in server.namespaces.values.sorted(by: { $0.key < $1.key }) { try await show(object) }
        for object in server.configMaps.values.sorted(by: { $0.key < $1.key }) { try await show(object) }
    }

    /// Another controller, which knows nothing.
    mutating func restart() async throws {
        try await core.restart()
        shown = ([:], [:])
        waiting = []
        try await list()
    }

    private mutating func show(_ object: ConfigMap, isGone: Bool = false) async throws {
        let old = shown.configMaps[object.key]
        shown.configMaps[object.key] = isGone ? nil : object
        guard let change = change(old, object, isGone) else { return }
        for change in change { waiting.formUnion(try await core.keys(because: change)) }
    }

    private mutating func show(_ object: Namespace, isGone: Bool = false) async throws {
        let old = shown.namespaces[object.key]
        shown.namespaces[object.key] = isGone ? nil : object
        guard let change = change(old, object, isGone) else { return }
        for change in change { waiting.formUnion(try await core.keys(because: change)) }
    }

    private func change<R: Resource>(_ old: R?, _ new: R, _ isGone: Bool) -> [Change<R>]? {
        if isGone { return old == nil ? nil : [.deleted(new)] }
        guard let old else { return [.added(new)] }
        if old.metadata.uid != new.metadata.uid { return [.deleted(old), .added(new)] }
        return old.metadata.resourceVersion == new.metadata.resourceVersion ? nil : [.modified(old: old, new: new)]
    }

    // MARK: - What the controller does

    /// One key, whatever the copy shows.
    @discardableResult
    mutating func reconcile(_ key: String, now: Int) async throws -> [Write] {
        waiting.remove(key)
        let writes = try await core.reconcile(key, now: now)
        for write in writes {
            sent.append(write)
            if server.send(write) { continue }
            refused += 1
            try await core.controllerFailed(write)
            waiting.insert(key)
        }
        return writes
    }

    /// One key that waits, if there is one.
    mutating func work(_ random: inout Randomness, now: Int) async throws {
        guard !waiting.isEmpty else { return }
        try await reconcile(random.pick(waiting.sorted()), now: now)
    }

    /// Until nothing is on its way and nothing waits.
    /// - Returns: false when there is no end of it.
    mutating func settle(now: Int) async throws -> Bool {
        for _ in 1...100 {
            while isLate, !isCut { try await deliver() }
            if waiting.isEmpty { return true }
            for key in waiting.sorted() { try await reconcile(key, now: now) }
        }
        return false
    }
}
