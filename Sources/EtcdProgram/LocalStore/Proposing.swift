internal import Etcd
internal import EtcdAPI
internal import EtcdContract
internal import Synchronization

/// From a command to its answer, seen from the caller.
extension LocalStore {
    /// So many proposals, and bytes in them, may wait; more are refused, so that a slow disk doesn't fill the memory.
    fileprivate static let inboxLimit = (count: 5000, size: 64 << 20)

    /// Waits until the command is durable and applied, even if the caller's task is cancelled meanwhile.
    func propose(_ command: Command) async throws(StoreError) -> Applied {
        let result = await withCheckedContinuation { answer in
            let proposal = Proposal(command: command, answer: answer)
            let (refusal, committer) = state.withLock { state in state.accept(proposal, quota: configuration.quota) }
            if let refusal { answer.resume(returning: .failure(refusal)) }
            committer?.resume()
        }
        return try result.get()
    }

    /// Waits until a snapshot is on the disk that has all that is applied now, and the log before it is removed.
    func makeSnapshot() async throws(StoreError) {
        let result = await withCheckedContinuation { answer in
            let (isStopped, committer) = state.withLock { state in
                if !state.isStopped { state.snapshotRequests.append(answer) }
                return (state.isStopped, state.committer.take())
            }
            if isStopped { answer.resume(returning: .failure(.stopped)) }
            committer?.resume()
        }
        try result.get()
    }

    /// Refuses everything from now on, and whatever waits.
    func stop() {
        let (proposals, snapshots, sleeping) = state.withLock { state in
            state.phase = .stopped
            let snapshots = state.snapshotRequests + (state.snapshotJob?.waiting ?? [])
            let sleeping = state.wakeWatches() + [state.committer.take(), state.snapshotter.take()].compactMap(\.self)
            defer {
                state.inbox = []
                state.snapshotRequests = []
                state.snapshotJob = nil
            }
            return (state.inbox, snapshots, sleeping)
        }
        for proposal in proposals { proposal.answer.resume(returning: .failure(.stopped)) }
        for snapshot in snapshots { snapshot.resume(returning: .failure(.stopped)) }
        for continuation in sleeping { continuation.resume() }
    }
}

extension StoreError {
    static let stopped = StoreError.unavailable("etcdserver: server stopped")
    static let tooManyRequests = StoreError.other(code: 8, message: "etcdserver: too many requests")
}

extension State {
    fileprivate mutating func accept(
        _ proposal: Proposal, quota: Int
    ) -> (refusal: StoreError?, committer: CheckedContinuation<Void, Never>?) {
        if isStopped { return (.stopped, nil) }
        let limit = LocalStore.inboxLimit
        if inbox.count >= limit.count || inboxSize >= limit.size { return (.tooManyRequests, nil) }
        if proposal.command.grows {
            if store.size >= quota { hasNoSpaceAlarm = true }
            if hasNoSpaceAlarm { return (.noSpace, nil) }
        }
        inbox.append(proposal)
        inboxSize += proposal.size
        return (nil, committer.take())
    }
}
