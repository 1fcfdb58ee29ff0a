import APIServer
import EtcdAPI

/// Where an object stands in the store: `/registry/pods/default/web`.
struct ObjectKey: Sendable, Hashable {
    static let root = "/registry/"

    /// The plural, which is also the name of the resource in the cache.
    let resource: String
    /// `namespace/name`, or `name`.
    let key: String

    init(resource: String, namespace: String, name: String) {
        self.resource = resource
        key = namespace.isEmpty ? name : "\(namespace)/\(name)"
    }

    /// Reads a key of the store; nil for one that isn't of this form.
    init?(storeKey: [UInt8]) {
        let text = String(decoding: storeKey, as: UTF8.self)
        guard text.hasPrefix(Self.root) else { return nil }
        let parts = text.dropFirst(Self.root.count).split(separator: "/", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        resource = String(parts[0])
        key = String(parts[1])
    }

    var storeKey: [UInt8] { Array("\(Self.root)\(resource)/\(key)".utf8) }
    /// The object's name, without its namespace.
    var name: String { String(key.split(separator: "/").last ?? "") }
}

/// Something that only one object of the cluster can have: a cluster IP, a node port.
///
/// A claim is a key of its own beside the object's, written and deleted in the same transaction, so it can neither be
/// given twice nor leak, whoever dies when.
struct Claim: Sendable, Hashable {
    /// `clusterips/10.96.0.10`.
    let name: String
    var storeKey: [UInt8] { Array("\(ObjectKey.root)claims/\(name)".utf8) }
}

/// Writes to the store, each conditional on what the writer has read, and visible in the cache when it returns.
struct Storage: Sendable {
    let store: any KeyValueStore
    let cacher: Cacher

    enum Outcome: Sendable, Hashable {
        case done(revision: Int)
        /// Somebody else was faster, or (for a create) the object is there already. Holds its revision now; 0: gone.
        case conflict(revision: Int)
        /// One of the claims belongs to another object.
        case taken(Claim)
    }

    func create(_ key: ObjectKey, text: [UInt8], claims: [Claim] = []) async throws(StoreError) -> Outcome {
        try await write(key, expecting: 0, .put(PutRequest(key: key.storeKey, value: text)), claiming: claims)
    }

    func update(
        _ key: ObjectKey, text: [UInt8], expecting revision: Int, claiming: [Claim] = [], releasing: [Claim] = []
    ) async throws(StoreError) -> Outcome {
        try await write(
            key, expecting: revision, .put(PutRequest(key: key.storeKey, value: text)), claiming: claiming,
            releasing: releasing)
    }

    func remove(
        _ key: ObjectKey, expecting revision: Int, releasing: [Claim] = []
    ) async throws(StoreError) -> Outcome {
        try await write(
            key, expecting: revision, .deleteRange(DeleteRangeRequest(key: key.storeKey)), releasing: releasing)
    }

    /// The object straight from the store: what a writer looks at again after a conflict.
    func read(_ key: ObjectKey) async throws(StoreError) -> (text: [UInt8], revision: Int)? {
        try await store.get(key.storeKey).map { ($0.value, $0.modRevision) }
    }

    private func write(
        _ key: ObjectKey, expecting revision: Int, _ operation: RequestOp, claiming: [Claim] = [],
        releasing: [Claim] = []
    ) async throws(StoreError) -> Outcome {
        let owner = key.storeKey
        let response = try await store.transaction(
            TxnRequest(
                compare: [Compare(owner, .equal, .modRevision(revision))]
                    + claiming.map { Compare($0.storeKey, .equal, .modRevision(0)) },
                success: [operation]
                    + claiming.map { .put(PutRequest(key: $0.storeKey, value: owner)) }
                    + releasing.map { .deleteRange(DeleteRangeRequest(key: $0.storeKey)) },
                failure: ([owner] + claiming.map(\.storeKey)).map {
                    .range(RangeRequest(key: $0, keysOnly: true))
                }))
        guard response.succeeded else { return refusal(response, expected: revision, claiming: claiming) }
        await cacher.wait(forRevision: response.header.revision)
        return .done(revision: response.header.revision)
    }

    /// Finds out which of the comparisons failed.
    private func refusal(_ response: TxnResponse, expected: Int, claiming: [Claim]) -> Outcome {
        let found = response.responses.map { answer -> Int in
            guard case .range(let range) = answer else { return 0 }
            return range.kvs.first?.modRevision ?? 0
        }
        guard let actual = found.first, actual == expected else { return .conflict(revision: found.first ?? 0) }
        let taken = zip(claiming, found.dropFirst()).first { $0.1 != 0 }
        return taken.map { .taken($0.0) } ?? .conflict(revision: actual)
    }
}
