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
        let applied = try await write(.put(Put(request)))
        guard case .put(let previous)? = applied.result else { throw .unexpectedResult }
        return PutResponse(previous, header: header(applied.revision))
    }

    package func deleteRange(_ request: DeleteRangeRequest) async throws(StoreError) -> DeleteRangeResponse {
        let applied = try await write(.delete(Deletion(request)))
        guard case .delete(let count, let previous)? = applied.result else { throw .unexpectedResult }
        return DeleteRangeResponse(count, previous, header: header(applied.revision))
    }

    package func transaction(_ request: TxnRequest) async throws(StoreError) -> TxnResponse {
        let transaction = try Transaction(request, maximumOperations: configuration.maximumOperations)
        let applied = try await write(.transaction(transaction), isSerializable: request.isSerializable)
        guard case .transaction(let succeeded, let results)? = applied.result else { throw .unexpectedResult }
        return TxnResponse(succeeded, results, header: header(applied.revision))
    }

    private func write(_ operation: Operation, isSerializable: Bool = false) async throws(StoreError) -> Applied {
        // What is wrong in itself need not go through the log to be refused.
        do throws(EtcdContract.Refusal) { try operation.validate() } catch { throw StoreError(error) }
        if operation.payload > configuration.maximumRequest { throw .requestTooLarge }
        if operation.isReadOnly {
            try await waitToRead(serializable: isSerializable)
            return try read(operation)
        }
        if state.withLock({ $0.isCorrupt }) { throw .corrupt }
        return try await propose(.store(.write(operation)))
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
        if state.withLock({ $0.isCorrupt }) { throw .corrupt }
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
        let applied = try await propose(.store(.compact(revision: request.revision)))
        // On a full disk the space is what the caller wants back.
        if request.physical || state.withLock({ $0.hasAlarm(.noSpace) }) { try await makeSnapshot() }
        var response = CompactionResponse()
        response.header = header(applied.revision)
        return response
    }

    package func watch(_ request: WatchCreateRequest) async throws(StoreError) -> WatchStream {
        if state.withLock({ $0.isStopped }) { throw .stopped }
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

extension TxnRequest {
    /// Whether every read in it may be answered without asking the other members.
    fileprivate var isSerializable: Bool {
        (success + failure).allSatisfy { request in
            switch request {
            case .range(let request): request.serializable
            case .transaction(let request): request.isSerializable
            case .none, .put, .deleteRange: false
            }
        }
    }
}
