internal import Conformance
internal import ObjectsContract

/// An API server and a garbage collector, as small as can be: objects, and whoever carries out what the core decides.
struct SmallCluster {
    private let core: CoreUnderTest
    private let scenario: Scenario
    private(set) var objects: [String: OwnedObject] = [:]
    private(set) var gone: [String] = []
    /// To be decided about.
    private var queue: [String] = []

    init(_ core: CoreUnderTest, _ scenario: Scenario) {
        self.core = core
        self.scenario = scenario
    }

    mutating func create(_ object: OwnedObject) async throws {
        let owners = object.owners.map { $0.uid + ($0.isBlocked ? " (blocked)" : "") }.joined(separator: ", ")
        scenario.say("\(object.uid) is created\(owners.isEmpty ? "" : "; its owners: " + owners)")
        try await store(object)
    }

    mutating func delete(_ uid: String, _ policy: Propagation) async throws {
        guard var object = objects[uid], !object.isGoing else { return }
        scenario.say("\(uid) is deleted: \(policy.rawValue)")
        object.finalizers = try await core.finalizers(object.finalizers, deletedBy: policy)
        object.isGoing = true
        try await store(object)
    }

    /// Until there is nothing more to do.
    mutating func settle() async throws {
        for _ in 1...1000 {
            guard !queue.isEmpty else { return }
            let uid = queue.removeFirst()
            try await carryOut(try await core.decide(uid), on: uid)
        }
        try scenario.fail(
            expected: "one day there is nothing more to do", observed: "after 1000 decisions there still is")
    }

    private mutating func carryOut(_ decision: GarbageDecision, on uid: String) async throws {
        switch decision {
        case .nothing: break
        case .lookUp(let uids):
            for owner in uids where objects[owner] == nil { try await core.remember(absent: owner) }
            if objects[uid] != nil { queue.append(uid) }
        case .removeReferences(let uids): try await release(uid, from: uids)
        case .delete(let policy): try await delete(uid, policy)
        case .setFree(let uids):
            for dependent in uids { try await release(dependent, from: [uid]) }
            try await letGo(uid, "orphan")
        case .removeFinalizer(let finalizer): try await letGo(uid, finalizer)
        case .lookAt(let uids): queue += uids
        }
    }

    private mutating func release(_ uid: String, from owners: [String]) async throws {
        guard var object = objects[uid] else { return }
        object.owners.removeAll { owners.contains($0.uid) }
        try await store(object)
    }

    private mutating func letGo(_ uid: String, _ finalizer: String) async throws {
        guard var object = objects[uid] else { return }
        object.finalizers.removeAll { $0 == finalizer }
        try await store(object)
    }

    /// What is going, and is held by nothing, is gone.
    private mutating func store(_ object: OwnedObject) async throws {
        if object.isGoing, object.finalizers.isEmpty {
            objects[object.uid] = nil
            gone.append(object.uid)
            queue += try await core.remove(object.uid)
        } else {
            objects[object.uid] = object
            queue += try await core.observe(object)
        }
    }

    // MARK: - In which order they went

    func place(of uid: String) -> Int { gone.firstIndex(of: uid) ?? -1 }

    /// The place of the last one that had to go before `uid`: -1 when there was none.
    func lastBlocking(of uid: String, _ first: [String: OwnedObject]) -> Int {
        let blocking = first.values.filter { object in object.owners.contains { $0.uid == uid && $0.isBlocked } }
        return blocking.map { place(of: $0.uid) }.max() ?? -1
    }
}
