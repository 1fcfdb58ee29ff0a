internal import Etcd
internal import EtcdAPI
internal import EtcdContract

/// What the store's loops and callers share, under one lock.
struct State: Sendable {
    enum Phase: Sendable {
        /// Recovered, not running yet: proposals wait.
        case idle(Journal)
        case running
        case stopped
    }

    var phase: Phase
    var store: MultiVersionStore
    /// The last command that is applied.
    var appliedIndex: Int
    /// Bytes on disk.
    var diskSize: Int
    var leaseClock: LeaseClock
    var hasNoSpaceAlarm = false

    var inbox: [Proposal] = []
    /// How many bytes of keys and values wait in it.
    var inboxSize = 0
    /// Who wants to know when a snapshot is complete.
    var snapshotRequests: [CheckedContinuation<Result<Void, StoreError>, Never>] = []
    var snapshotJob: SnapshotJob?
    var isSnapshotRunning = false
    /// Of a snapshot that is complete, until the committer has taken note.
    var snapshotSize: Int?
    /// Loops and watches that have nothing to do, by what they wait for.
    var committer: CheckedContinuation<Void, Never>?
    var snapshotter: CheckedContinuation<Void, Never>?
    var nextWatchID = 0
    var sleepingWatches: [Int: CheckedContinuation<Void, Never>] = [:]
    /// Counts the times that watches were asked to say how far they are.
    var progressRounds = 0

    init(_ recovered: Journal.Recovered, now: Duration) {
        phase = .idle(recovered.journal)
        store = recovered.store
        appliedIndex = recovered.journal.lastIndex
        diskSize = recovered.journal.size
        leaseClock = LeaseClock(recovered.store.leases, now: now)
    }

    /// True if there is something for the committer to do.
    var hasWork: Bool {
        !inbox.isEmpty || snapshotSize != nil || (!snapshotRequests.isEmpty && !isSnapshotRunning)
    }

    var isStopped: Bool { if case .stopped = phase { true } else { false } }
}

/// A command on its way into the log, and who waits for it.
struct Proposal: Sendable {
    let command: Command
    var size: Int { if case .write(let operation) = command { operation.payload } else { 0 } }
    let answer: CheckedContinuation<Result<Applied, StoreError>, Never>
}

/// What came of a command.
struct Applied: Sendable {
    var result: OperationResult?
    /// The store's revision behind the command.
    var revision: Int
}

struct SnapshotJob: Sendable {
    let store: MultiVersionStore
    let index: Int
    let waiting: [CheckedContinuation<Result<Void, StoreError>, Never>]
}

extension State {
    /// Does what a durable command says.
    mutating func apply(_ command: Command, now: Duration) -> Result<Applied, StoreError> {
        appliedIndex += 1
        let result: OperationResult?
        do throws(Refusal) { result = try store.apply(command) } catch { return .failure(StoreError(error)) }
        switch command {
        case .grantLease(let id, let timeToLive): leaseClock.start(id, timeToLive: timeToLive, now: now)
        case .revokeLease(let id): leaseClock.stop(id)
        case .write, .compact: break
        }
        return .success(Applied(result: result, revision: store.revision))
    }

    mutating func wakeWatches() -> [CheckedContinuation<Void, Never>] {
        defer { sleepingWatches = [:] }
        return Array(sleepingWatches.values)
    }
}
