internal import Etcd
internal import EtcdAPI
internal import EtcdContract
internal import Linux
internal import Logging
internal import Metrics
internal import RaftContract
internal import Synchronization

/// Snapshots are written while writes go on: the store is a value, and a copy of it costs nothing.
///
/// The replication loop begins a new log and leaves a copy of the store; the snapshotter writes the copy, and then
/// removes the files it stands for.
extension LocalStore {
    func beginSnapshotIfDue(_ replica: inout Replica) async throws {
        noteSnapshot(&replica)
        guard isSnapshotDue(replica.journal) else { return }
        let applied = state.withLock(\.applied.index)
        do { try await replica.journal.rotate(after: applied, salt: .random(in: 0 ... .max)) } catch is DiskFull {
            // There is room for a log's header where the reserve was.
            raiseNoSpaceAlarm("no room for a new log")
            try await SnapshotFile(disk: disk).releaseReserve()
            do { try await replica.journal.rotate(after: applied, salt: .random(in: 0 ... .max)) } catch is DiskFull {
                return failSnapshotRequests()
            }
        }
        let snapshotter = state.withLock { state in
            state.snapshotJob = SnapshotJob(
                store: state.store.withoutChanges, cluster: state.cluster, position: state.applied,
                waiting: state.snapshotRequests)
            state.lastSnapshot = state.applied.index
            state.snapshotRequests = []
            state.isSnapshotRunning = true
            return state.snapshotter.take()
        }
        snapshotter?.resume()
    }

    private func noteSnapshot(_ replica: inout Replica) {
        guard let size = state.withLock({ $0.snapshotSize.take() }) else { return }
        replica.journal.replaceOlder(size: size)
        let diskSize = replica.journal.size
        state.withLock { $0.diskSize = diskSize }
    }

    private func isSnapshotDue(_ journal: Journal) -> Bool {
        state.withLock { state in
            if state.isSnapshotRunning { return false }
            let allowed = 2 * state.store.size + configuration.smallestSnapshot
            return !state.snapshotRequests.isEmpty || journal.size > allowed
                || state.applied.index - state.lastSnapshot >= configuration.snapshotCount
        }
    }

    private func failSnapshotRequests() {
        let requests = state.withLock { state in
            defer { state.snapshotRequests = [] }
            return state.snapshotRequests
        }
        for request in requests { request.resume(returning: .failure(.noSpace)) }
    }

    func snapshotLoop() async throws {
        while let job = await nextSnapshotJob() {
            let waiting = job.waiting
            let result = try await write(job)
            try await clean(after: job)
            // What was compacted is gone with the copy that was written.
            giveBackFreeMemory()
            let replicator = state.withLock { state in
                state.isSnapshotRunning = false
                return state.replicator.take()
            }
            for waiting in waiting { waiting.resume(returning: result) }
            replicator?.resume()
        }
    }

    private func nextSnapshotJob() async -> SnapshotJob? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isNeeded = state.withLock { state in
                    if state.snapshotJob != nil || state.isStopped || Task.isCancelled { return true }
                    state.snapshotter = continuation
                    return false
                }
                if isNeeded { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.snapshotter.take() }?.resume()
        }
        return state.withLock { $0.snapshotJob.take() }
    }

    /// Not too many values under one lock: each is read from the disk.
    private static let batch = 500

    /// Values are moved out of segments that are nearly empty. Nobody sees a difference.
    private func clean(after job: SnapshotJob) async throws {
        guard let values else { return }
        let store = job.store
        var rest = try await disk.performBeside { values.scattered(in: store) }[...]
        while !rest.isEmpty {
            let batch = rest.prefix(Self.batch)
            rest = rest.dropFirst(Self.batch)
            try await disk.performBeside { self.state.withLock { $0.store.move(batch, values.putAgain) } }
        }
    }

    private func write(_ job: SnapshotJob) async throws -> Result<Void, StoreError> {
        let file = SnapshotFile(disk: disk)
        let salt = UInt64.random(in: 0 ... .max)
        let start = clock.now()
        do {
            let size: Int
            do { size = try await file.write(job, salt: salt) } catch is DiskFull {
                try await file.releaseReserve()
                size = try await file.write(job, salt: salt)
            }
            state.withLock { $0.snapshotSize = size }
            telemetry.snapshots.observe(duration: clock.now() - start)
            await prepareReserve(snapshotSize: size)
            return .success(())
        } catch is DiskFull {
            raiseNoSpaceAlarm("no room for a snapshot")
            return .failure(.noSpace)
        } catch {
            for waiting in job.waiting { waiting.resume(returning: .failure(.unavailable("\(error)"))) }
            throw error
        }
    }

    /// Without a reserve the store works, too; only not on a disk that is full.
    func prepareReserve(snapshotSize: Int) async {
        do { try await SnapshotFile(disk: disk).makeReserve(for: snapshotSize) } catch {
            logger.warning("no reserve on the disk", metadata: ["reason": "\(error)"])
        }
    }
}
