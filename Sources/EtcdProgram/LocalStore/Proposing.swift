internal import Etcd
internal import EtcdAPI
internal import EtcdContract
internal import RaftContract
internal import Synchronization

/// From a request to its answer, seen from the caller.
extension LocalStore {
    /// Waits until the request is durable, chosen and applied here, even if the caller's task is cancelled meanwhile.
    ///
    /// - Throws: `.unavailable` also when nobody knows whether it will be chosen.
    @discardableResult
    func propose(_ request: Request, isForLeader: Bool = false) async throws(StoreError) -> Applied {
        let result = await withCheckedContinuation { submit(request, isForLeader: isForLeader, $0) }
        return try result.get()
    }

    // Not inlined: what it needs meanwhile would become a part of each caller's task.
    @inline(never)
    private func submit(_ request: Request, isForLeader: Bool, _ answer: Proposal.Continuation) {
        let name = state.withLock { state in
            state.nextName &+= 1
            return state.nextName
        }
        // Outside of the lock: writers encode side by side.
        let bytes = request.bytes(name: name)
        let proposal = Proposal(name: name, request: request, bytes: bytes, isForLeader: isForLeader, answer: answer)
        let (refusal, replicator) = state.withLock { state in state.accept(proposal, configuration) }
        if let refusal { answer.resume(returning: .failure(refusal)) }
        replicator?.resume()
    }

    /// Waits until a snapshot is on the disk that has all that is applied now, and the log before it is removed.
    func makeSnapshot() async throws(StoreError) {
        let result = await withCheckedContinuation { answer in
            let (isStopped, replicator) = state.withLock { state in
                if !state.isStopped { state.snapshotRequests.append(answer) }
                return (state.isStopped, state.replicator.take())
            }
            if isStopped { answer.resume(returning: .failure(.stopped)) }
            replicator?.resume()
        }
        try result.get()
    }

    /// Changes what waits for the replication loop, and wakes it.
    ///
    /// - Returns: false if the store has stopped; then nothing is changed.
    @discardableResult
    func wakeReplicator(_ change: (inout State) -> Void) -> Bool {
        let (isStopped, replicator) = state.withLock { state -> (Bool, CheckedContinuation<Void, Never>?) in
            if state.isStopped { return (true, nil) }
            change(&state)
            return (false, state.replicator.take())
        }
        replicator?.resume()
        return !isStopped
    }

    /// Refuses everything from now on, and whatever waits.
    func stop() {
        let (left, sleeping) = state.withLock { state in
            state.phase = .stopped
            return (state.takeWaiting(), state.takeSleeping())
        }
        left.refuse(with: .stopped)
        for continuation in sleeping { continuation.resume() }
    }
}

extension StoreError {
    static let stopped = StoreError.unavailable("etcdserver: server stopped")
    static let tooManyRequests = StoreError.other(code: 8, message: "etcdserver: too many requests")
    static let timedOut = StoreError.unavailable("etcdserver: request timed out")
    static let leaderChanged = StoreError.unavailable("etcdserver: leader changed")
    static let noLeader = StoreError.unavailable("etcdserver: no leader")
    static let notLeader = StoreError.other(code: 9, message: "etcdserver: not leader")
    static let corrupt = StoreError.other(code: 15, message: "etcdserver: corrupt cluster")
}

/// Who is left without an answer when a store stops.
struct Waiting: Sendable {
    var proposals: [Proposal]
    var snapshots: [CheckedContinuation<Result<Void, StoreError>, Never>]
    var others: [CheckedContinuation<StoreError?, Never>]

    func refuse(with error: StoreError) {
        for proposal in proposals { proposal.answer.resume(returning: .failure(error)) }
        for snapshot in snapshots { snapshot.resume(returning: .failure(error)) }
        for other in others { other.resume(returning: error) }
    }
}

extension State {
    fileprivate mutating func accept(
        _ proposal: Proposal, _ configuration: LocalStore.Configuration
    ) -> (refusal: StoreError?, replicator: CheckedContinuation<Void, Never>?) {
        if isStopped { return (.stopped, nil) }
        if inbox.isFull { return (.tooManyRequests, nil) }
        if proposal.request.grows {
            if store.size >= configuration.quota { isOutOfSpace = true }
            if hasAlarm(.noSpace) { return (.noSpace, nil) }
        }
        var proposal = proposal
        proposal.deadline = ticks + configuration.requestTicks
        waiting[proposal.name] = proposal
        inbox.proposals.append(proposal)
        inbox.proposalSize += proposal.request.payload
        return (nil, replicator.take())
    }

    fileprivate mutating func takeWaiting() -> Waiting {
        let left = Waiting(
            proposals: Array(waiting.values), snapshots: snapshotRequests + (snapshotJob?.waiting ?? []),
            others: inbox.readers.map(\.answer) + inbox.changes.map(\.answer) + inbox.transfers.map(\.answer))
        waiting = [:]
        snapshotRequests = []
        snapshotJob = nil
        inbox = Inbox()
        return left
    }

    fileprivate mutating func takeSleeping() -> [CheckedContinuation<Void, Never>] {
        wakeWatches() + [replicator.take(), snapshotter.take()].compactMap(\.self)
    }
}
