internal import DequeModule
internal import Etcd
internal import EtcdAPI
internal import EtcdContract
internal import Logging
internal import Synchronization

/// What the store does by itself as time goes by: it revokes leases that nobody renewed, tells watches how far they
/// are, and forgets the past.
extension LocalStore {
    private static let leaseInterval = Duration.milliseconds(500)
    private static let revisionsInterval = Duration.seconds(300)

    func leaseLoop() async throws {
        while true {
            try await clock.sleep(Self.leaseInterval)
            let expired = state.withLock { $0.leaseClock.expired(now: clock.now()) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for id in expired { group.addTask { try await self.expire(id) } }
                try await group.waitForAll()
            }
        }
    }

    /// A full disk, or a revocation by somebody else in between, is no reason to stop: the next round tries again.
    private func expire(_ id: Int) async throws(StoreError) {
        do throws(StoreError) { _ = try await propose(.revokeLease(id: id)) } catch {
            guard error == .noSpace || error == .leaseNotFound || error == .tooManyRequests else { throw error }
        }
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
        guard revision > state.withLock(\.store.compactRevision) else { return }
        do throws(StoreError) {
            _ = try await compact(CompactionRequest(revision: revision))
            logger.info("compacted", metadata: ["revision": "\(revision)"])
        } catch {
            switch error {
            case .compacted, .noSpace: logger.warning("no compaction", metadata: ["reason": "\(error)"])
            default: throw error
            }
        }
    }
}
