/// The seam between the API server and its store: etcd v3's services as one protocol.
///
/// A request is etcd's own message, so what the documentation of etcd says about it holds. There are two stores:
/// `RemoteStore` speaks gRPC to an etcd process, ours or a stock one; `LocalStore` (in EtcdProgram) is the store
/// itself, which that process serves, and which tests and simulations use without any process.
///
/// ```
/// API server ── KeyValueStore ──┬── RemoteStore ── gRPC ── etcd process ──┐
///                               └── LocalStore ◀──────────────────────────┘
/// ```
/// A write that returned is durable. A write that threw ``StoreError/unavailable(_:)`` may have happened or not.
///
/// Left out compared with etcd's client: authentication, cluster membership, leader election recipes.
package protocol KeyValueStore: Sendable {
    /// The keys of a range, ordered by key, as they are now or at an older revision.
    ///
    /// - Throws: `.compacted` and `.futureRevision` for a revision that isn't there.
    func range(_ request: RangeRequest) async throws(StoreError) -> RangeResponse

    func put(_ request: PutRequest) async throws(StoreError) -> PutResponse

    func deleteRange(_ request: DeleteRangeRequest) async throws(StoreError) -> DeleteRangeResponse

    /// If all comparisons hold `success` is done, otherwise `failure`: at once, at one revision.
    func transaction(_ request: TxnRequest) async throws(StoreError) -> TxnResponse

    /// Forgets what was superseded at or before the revision.
    func compact(_ request: CompactionRequest) async throws(StoreError) -> CompactionResponse

    /// Every change of a range, in order, from a revision on; without a revision, from now on.
    ///
    /// When this returns the watch is in effect. The stream ends with `.compacted` where history is missing, and
    /// with other errors after which the caller resumes at the last batch's revision + 1.
    func watch(_ request: WatchCreateRequest) async throws(StoreError) -> WatchStream

    func leaseGrant(_ request: LeaseGrantRequest) async throws(StoreError) -> LeaseGrantResponse
    func leaseRevoke(_ request: LeaseRevokeRequest) async throws(StoreError) -> LeaseRevokeResponse
    /// One renewal. A lease that is gone answers with a time to live of 0.
    func leaseKeepAlive(_ request: LeaseKeepAliveRequest) async throws(StoreError) -> LeaseKeepAliveResponse
    func leaseTimeToLive(_ request: LeaseTimeToLiveRequest) async throws(StoreError) -> LeaseTimeToLiveResponse
    func leaseLeases(_ request: LeaseLeasesRequest) async throws(StoreError) -> LeaseLeasesResponse

    func status() async throws(StoreError) -> StatusResponse
}

/// What a conditional write came to.
package enum WriteOutcome: Hashable, Sendable {
    /// Done, at this revision.
    case done(revision: Int)
    /// Not done: the key is not as the caller thought. What is there instead, if anything.
    case conflict(current: KeyValue?)
}

extension KeyValueStore {
    package func get(_ key: [UInt8], revision: Int = 0) async throws(StoreError) -> KeyValue? {
        try await range(RangeRequest(key: key, revision: revision)).kvs.first
    }

    @discardableResult
    package func put(_ key: [UInt8], _ value: [UInt8], lease: Int = 0) async throws(StoreError) -> PutResponse {
        try await put(PutRequest(key: key, value: value, lease: lease))
    }

    /// Writes the key if it isn't there yet.
    package func create(_ key: [UInt8], _ value: [UInt8], lease: Int = 0) async throws(StoreError) -> WriteOutcome {
        try await update(key, value, ifModRevision: 0, lease: lease)
    }

    /// Writes the key if it was last modified at the revision; 0 says that it must not exist.
    package func update(
        _ key: [UInt8], _ value: [UInt8], ifModRevision revision: Int, lease: Int = 0
    ) async throws(StoreError) -> WriteOutcome {
        try await write(.put(PutRequest(key: key, value: value, lease: lease)), key, revision)
    }

    /// Deletes the key if it was last modified at the revision.
    package func delete(_ key: [UInt8], ifModRevision revision: Int) async throws(StoreError) -> WriteOutcome {
        try await write(.deleteRange(DeleteRangeRequest(key: key)), key, revision)
    }

    private func write(
        _ operation: RequestOp, _ key: [UInt8], _ revision: Int
    ) async throws(StoreError) -> WriteOutcome {
        let response = try await transaction(
            TxnRequest(
                compare: [Compare(key, .equal, .modRevision(revision))], success: [operation],
                failure: [.range(RangeRequest(key: key))]))
        if response.succeeded { return .done(revision: response.header.revision) }
        guard case .range(let found)? = response.responses.first else { return .conflict(current: nil) }
        return .conflict(current: found.kvs.first)
    }
}
