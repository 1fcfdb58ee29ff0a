internal import Etcd
package import EtcdAPI
internal import EtcdContract
internal import RaftContract
internal import Synchronization

/// etcd's messages in and out of the core: reading, writing, watching.
extension LocalStore: KeyValueStore {
    package func range(_ request: RangeRequest) async throws(StoreError) -> RangeResponse {
        let (view, header) = try await current(serializable: request.serializable)
        do throws(EtcdContract.Refusal) {
            return RangeResponse(try view.range(RangeQuery(request)), header: header)
        } catch { throw StoreError(error) }
    }

    package func put(_ request: PutRequest) async throws(StoreError) -> PutResponse {
        guard case .put(let response) = try await write(.put(request)) else { throw .unexpectedResult }
        return response
    }

    package func deleteRange(_ request: DeleteRangeRequest) async throws(StoreError) -> DeleteRangeResponse {
        guard case .deleteRange(let response) = try await write(.deleteRange(request)) else { throw .unexpectedResult }
        return response
    }

    package func transaction(_ request: TxnRequest) async throws(StoreError) -> TxnResponse {
        guard case .transaction(let response) = try await write(.transaction(request)) else { throw .unexpectedResult }
        return response
    }

    private func write(_ request: RequestOp) async throws(StoreError) -> ResponseOp {
        guard let operation = try Operation(request, maximumOperations: configuration.maximumOperations) else {
            return .none
        }
        // What is wrong in itself need not go through the log to be refused.
        do throws(EtcdContract.Refusal) { try operation.validate() } catch { throw StoreError(error) }
        if operation.payload > configuration.maximumRequest { throw .requestTooLarge }
        let applied: Applied
        if operation.isReadOnly {
            try await waitToRead(serializable: request.isSerializable)
            applied = try read(operation)
        } else {
            if state.withLock(\.isCorrupt) { throw .corrupt }
            applied = try await propose(.write(operation))
        }
        guard let result = applied.result else { throw .unexpectedResult }
        return ResponseOp(result, header: header(applied.revision))
    }

    /// What readers see, when it is new enough for them. Nearly always it is at once: then one look is enough.
    private func current(serializable: Bool) async throws(StoreError) -> (View, ResponseHeader) {
        let (isCorrupt, isReady, view, header) = state.withLock { state in
            (state.isCorrupt, serializable || state.readsAreLocal, state.store.view, state.header(identity))
        }
        if isCorrupt { throw .corrupt }
        if isReady { return (view, header) }
        try await waitUntilCurrent()
        return state.withLock { ($0.store.view, $0.header(identity)) }
    }

    private func waitToRead(serializable: Bool) async throws(StoreError) {
        if state.withLock(\.isCorrupt) { throw .corrupt }
        if !serializable { try await waitUntilCurrent() }
    }

    /// A transaction that only reads leaves nothing to log. A store is a value: trying it out on a copy is reading.
    private func read(_ operation: Operation) throws(StoreError) -> Applied {
        var copy = state.withLock(\.store)
        do throws(EtcdContract.Refusal) {
            return Applied(result: try copy.apply(.write(operation)), revision: copy.revision)
        } catch {
            throw StoreError(error)
        }
    }

    package func compact(_ request: CompactionRequest) async throws(StoreError) -> CompactionResponse {
        let applied = try await propose(.compact(revision: request.revision))
        // On a full disk the space is what the caller wants back.
        if request.physical || state.withLock({ $0.hasAlarm(.noSpace) }) { try await makeSnapshot() }
        var response = CompactionResponse()
        response.header = header(applied.revision)
        return response
    }

    package func watch(_ request: WatchCreateRequest) async throws(StoreError) -> WatchStream {
        if state.withLock(\.isStopped) { throw .stopped }
        return WatchStream(LocalWatch(self, request))
    }

    /// The newest that readers see.
    package var revision: Int { state.withLock(\.store.revision) }

    func header(_ revision: Int) -> ResponseHeader { state.withLock { $0.header(identity, revision) } }
}

extension State {
    /// - Parameter revision: nil for the newest.
    func header(_ identity: Identity, _ revision: Int? = nil) -> ResponseHeader {
        var header = ResponseHeader()
        header.clusterID = identity.cluster
        header.memberID = identity.member
        header.revision = revision ?? store.revision
        header.raftTerm = UInt64(raft.term)
        return header
    }
}

extension RequestOp {
    /// Whether every read in it may be answered without asking the other members.
    fileprivate var isSerializable: Bool {
        switch self {
        case .range(let request): request.serializable
        case .transaction(let request): (request.success + request.failure).allSatisfy(\.isSerializable)
        case .none, .put, .deleteRange: false
        }
    }
}
