internal import Etcd
internal import EtcdAPI
internal import EtcdContract
internal import Logging
internal import Synchronization

/// The one writer of the log.
extension LocalStore {
    func commitLoop() async throws {
        guard var journal = takeJournal() else { return }
        await prepareReserve(snapshotSize: journal.size)
        while let batch = await nextBatch() {
            if !batch.isEmpty { try await commit(batch, &journal) }
            try await beginSnapshotIfDue(&journal)
        }
    }

    private func takeJournal() -> Journal? {
        state.withLock { state in
            guard case .idle(let journal) = state.phase else { return nil }
            state.phase = .running
            return journal
        }
    }

    /// What has come in meanwhile; nil when the store has to stop.
    private func nextBatch() async -> [Proposal]? {
        while true {
            let (batch, hasWork, isStopped) = state.withLock { state in
                let hasWork = state.hasWork
                defer {
                    state.inbox = []
                    state.inboxSize = 0
                }
                return (state.inbox, hasWork, state.isStopped)
            }
            if hasWork { return batch }
            if isStopped || Task.isCancelled { return nil }
            await sleepUntilWork()
        }
    }

    private func sleepUntilWork() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isNeeded = state.withLock { state in
                    if state.hasWork || state.isStopped || Task.isCancelled { return true }
                    state.committer = continuation
                    return false
                }
                if isNeeded { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.committer.take() }?.resume()
        }
    }

    // MARK: Durable, applied, answered

    private func commit(_ batch: [Proposal], _ journal: inout Journal) async throws {
        do {
            try await journal.append(batch.map(\.command))
            apply(batch, diskSize: journal.size)
        } catch is DiskFull {
            try await commitOnFullDisk(batch, &journal)
        } catch {
            logger.critical("writing the log failed", metadata: ["reason": "\(error)"])
            for proposal in batch { proposal.answer.resume(returning: .failure(.unavailable("etcdserver: \(error)"))) }
            throw error
        }
    }

    private func apply(_ batch: [Proposal], diskSize: Int) {
        let now = clock.now()
        let (results, watches) = state.withLock { state in
            state.diskSize = diskSize
            return (batch.map { state.apply($0.command, now: now) }, state.wakeWatches())
        }
        for (proposal, result) in zip(batch, results) { proposal.answer.resume(returning: result) }
        for watch in watches { watch.resume() }
    }

    /// Only what frees space may use the reserve.
    private func commitOnFullDisk(_ batch: [Proposal], _ journal: inout Journal) async throws {
        raiseNoSpaceAlarm("the disk is full")
        for proposal in batch where proposal.command.grows { proposal.answer.resume(returning: .failure(.noSpace)) }
        let others = batch.filter { !$0.command.grows }
        if others.isEmpty { return }
        try await SnapshotFile(disk: disk).releaseReserve()
        do {
            try await journal.append(others.map(\.command))
            apply(others, diskSize: journal.size)
        } catch is DiskFull {
            for proposal in others { proposal.answer.resume(returning: .failure(.noSpace)) }
        }
    }

    func raiseNoSpaceAlarm(_ reason: String) {
        let isNew = state.withLock { state in
            defer { state.hasNoSpaceAlarm = true }
            return !state.hasNoSpaceAlarm
        }
        if isNew { logger.error("alarm NOSPACE", metadata: ["reason": "\(reason)"]) }
    }
}
