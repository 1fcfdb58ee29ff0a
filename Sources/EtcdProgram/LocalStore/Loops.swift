internal import DequeModule
internal import Etcd
internal import EtcdAPI
internal import EtcdContract
internal import Logging
internal import RaftContract
internal import Synchronization

/// What the store does by itself as time goes by: it revokes leases that nobody renewed, tells watches how far they
/// are, and forgets the past.
extension LocalStore {
    private static let upkeepInterval = Duration.milliseconds(500)
    private static let revisionsInterval = Duration.seconds(300)

    /// Raft's clock. Alone, there is nobody to listen for.
    func tickLoop() async throws {
        while true {
            try await clock.sleep(configuration.heartbeatInterval)
            let replicator = state.withLock { state -> CheckedContinuation<Void, Never>? in
                state.ticks += 1
                if state.isAlone { return nil }
                state.inbox.ticks += 1
                return state.replicator.take()
            }
            replicator?.resume()
        }
    }

    func upkeepLoop() async throws {
        while true {
            try await trying { () async throws(StoreError) in try await self.publishAttributes() }
            try await trying { () async throws(StoreError) in try await self.promoteLearners() }
            try await clock.sleep(Self.upkeepInterval)
            if hasRemoved(identity.member) { return noteRemoved() }
            let (expired, alarm) = state.withLock { state in
                (state.leaseClock?.expired(now: clock.now()) ?? [], state.alarmToRaise)
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for id in expired { group.addTask { try await self.expire(id) } }
                if let alarm { group.addTask { try await self.raise(alarm) } }
                try await group.waitForAll()
            }
        }
    }

    private func expire(_ id: Int) async throws(StoreError) {
        try await trying { () async throws(StoreError) in
            try await self.propose(.store(.revokeLease(id: id)), isForLeader: true)
        }
    }

    private func raise(_ alarm: Alarm) async throws(StoreError) {
        try await trying { () async throws(StoreError) in try await self.propose(.alarm(alarm, isRaised: true)) }
    }

    /// What can't be done now (no leader, a full disk, somebody else was faster) is tried again with the next round.
    private func trying<Value>(_ call: () async throws(StoreError) -> Value) async throws(StoreError) {
        do throws(StoreError) { _ = try await call() } catch { if error == .stopped { throw error } }
    }

    func progressLoop() async throws {
        while true {
            try await clock.sleep(configuration.progressInterval)
            let watches = state.withLock { state in
                state.progressRounds += 1
                return state.wakeWatches()
            }
            for watch in watches { watch.resume() }
        }
    }

    func compactionLoop() async throws {
        guard let retention = configuration.compactionRetention else { return try await clock.sleep(.seconds(1 << 40)) }
        var samples: Deque<(time: Duration, revision: Int)> = []
        while true {
            switch retention {
            case .revisions(let count):
                try await clock.sleep(Self.revisionsInterval)
                try await compactAutomatically(to: state.withLock(\.store.revision) - count)
            case .time(let age):
                try await clock.sleep(max(.seconds(1), age / 10))
                samples.append((clock.now(), state.withLock(\.store.revision)))
                let old = samples.prefix { $0.time <= clock.now() - age }
                if let sample = old.last { try await compactAutomatically(to: sample.revision) }
                samples.removeFirst(old.count)
            }
        }
    }

    private func compactAutomatically(to revision: Int) async throws(StoreError) {
        // One member's clock is enough.
        guard state.withLock({ $0.isLeader && revision > $0.store.compactRevision }) else { return }
        do throws(StoreError) {
            _ = try await compact(CompactionRequest(revision: revision))
            logger.info("compacted", metadata: ["revision": "\(revision)"])
        } catch {
            switch error {
            case .stopped: throw error
            default: logger.warning("no compaction", metadata: ["reason": "\(error)"])
            }
        }
    }
}

extension State {
    /// What is wrong here, and not all members know it yet.
    fileprivate var alarmToRaise: Alarm? {
        let corrupt = Alarm(member: raft.id, kind: .corrupt)
        if corruption != nil, !cluster.alarms.contains(corrupt) { return corrupt }
        let noSpace = Alarm(member: raft.id, kind: .noSpace)
        return isOutOfSpace && !cluster.alarms.contains(noSpace) ? noSpace : nil
    }
}
