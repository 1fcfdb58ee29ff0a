internal import Conformance
internal import EtcdAPI
internal import EtcdContract
internal import EtcdSuite

/// A program that speaks etcd's API, as the lab's stories see a store.
struct StoreOverGRPC: StoreUnderTest {
    let stage: EtcdOnStage
    private var revision = 1
    /// Answers on the wire don't say at which revision history begins: what was last compacted does.
    private var compactRevision = 0
    private var watches: [String: WatchStream] = [:]

    private static let patience = Duration.seconds(5)
    private static let pause = Duration.milliseconds(20)

    init(_ stage: EtcdOnStage) { self.stage = stage }

    mutating func apply(_ command: Command) async throws -> RemoteStoreCore.Applied {
        do throws(StoreError) {
            let result = try await perform(command)
            return RemoteStoreCore.Applied(result: result, revision: revision, compactRevision: compactRevision)
        } catch {
            return RemoteStoreCore.Applied(
                refusal: try refusal(error), revision: revision, compactRevision: compactRevision)
        }
    }

    private mutating func perform(_ command: Command) async throws(StoreError) -> OperationResult? {
        switch command {
        case .write(.transaction(let transaction)):
            let response = try await stage.store.transaction(TxnRequest(transaction))
            revision = response.header.revision
            return OperationResult(.transaction(response))
        case .write(.put(let put)):
            let response = try await stage.store.put(PutRequest(put))
            revision = response.header.revision
            return OperationResult(.put(response))
        case .write(.delete(let deletion)):
            let response = try await stage.store.deleteRange(DeleteRangeRequest(deletion))
            revision = response.header.revision
            return OperationResult(.deleteRange(response))
        case .write(.range(let query)):
            return .range(RangeResult(try await stage.store.range(RangeRequest(query))))
        case .compact(let revision):
            _ = try await stage.store.compact(CompactionRequest(revision: revision))
            compactRevision = revision
        case .grantLease(let id, let timeToLive):
            _ = try await stage.store.leaseGrant(LeaseGrantRequest(timeToLive: timeToLive, id: id))
        case .revokeLease(let id):
            revision = try await stage.store.leaseRevoke(LeaseRevokeRequest(id: id)).header.revision
        }
        return nil
    }

    func range(_ query: RangeQuery) async throws -> Result<RangeResult, Refusal> {
        do throws(StoreError) {
            return .success(RangeResult(try await stage.store.range(RangeRequest(query))))
        } catch { return .failure(try refusal(error)) }
    }

    mutating func watch(_ name: String, _ watcher: Watcher) async throws {
        watches[name] = try await stage.store.watch(WatchCreateRequest(watcher))
    }

    /// On the wire nobody can ask for as much as they want.
    func next(_ name: String, limit: Int) async throws -> Result<[Notice], Refusal> {
        throw StoryError("next \(name)", "only a store in Swift can be asked so")
    }

    /// Reads until that is there which is waited for; and then until the program says that there is no more.
    mutating func drain(
        _ name: String, to revision: Int, isAll: (String) -> Bool
    ) async throws -> Result<[Notice], Refusal> {
        guard let watch = watches[name] else { throw StoryError(name, "there is no such watch") }
        let deadline = ContinuousClock.now + Self.patience
        var iterator = watch.makeAsyncIterator()
        var notices: [Notice] = []
        var wasAll = false
        do throws(StoreError) {
            while ContinuousClock.now < deadline {
                try await watch.requestProgress()
                // What comes before the answer is new.
                while let batch = try await iterator.next(), !batch.events.isEmpty {
                    notices += batch.events.map(Notice.init)
                }
                if wasAll && isAll(notices.wording) { break }
                wasAll = isAll(notices.wording)
                do { try await Task.sleep(for: Self.pause) } catch { throw .cancelled }
            }
        } catch { return .failure(try refusal(error)) }
        return .success(notices)
    }

    /// As a power cut would end it.
    mutating func restart() async throws -> Int {
        stage.kill()
        watches = [:]
        try await stage.startAgain()
        revision = try await stage.store.range(RangeRequest(key: [0])).header.revision
        return revision
    }

    /// Other errors are no answer: the case can't be decided.
    private func refusal(_ error: StoreError) throws -> Refusal {
        switch error {
        case .compacted(let revision): .compacted(revision: revision == 0 ? compactRevision : revision)
        case .futureRevision: .futureRevision
        case .emptyKey: .emptyKey
        case .duplicateKey: .duplicateKey
        case .keyNotFound: .keyNotFound
        case .valueProvided: .valueProvided
        case .leaseProvided: .leaseProvided
        case .leaseNotFound: .leaseNotFound
        case .leaseExists: .leaseExists
        default: throw error
        }
    }
}
