internal import Etcd
internal import EtcdContract
package import Logging
internal import Synchronization

/// The store of one process: the core, its log on a disk, and the loops that keep them going.
///
/// A write is a *proposal*. All proposals that wait are put into the log together, made durable with one `fdatasync`
/// (group commit), then applied, and only then answered; so nothing that anybody has seen can be lost. Reads and
/// watches look at what is applied.
///
/// ```
/// put, txn, compact … ─▶ inbox ─▶ journal (append, fdatasync) ─▶ apply ─▶ answers, watchers
/// range ───────────────────────────────────────────────────────▶ view of what is applied
/// ```
/// Nothing happens before ``run()``, which must run as long as the store is used.
package final class LocalStore: Sendable {
    package struct Configuration: Sendable {
        package var name = "default"
        package var clientURLs: [String] = []
        /// Of data, in bytes; more raises the NOSPACE alarm.
        package var quota = 2 << 30
        package var maximumOperations = 128
        /// Of one write, in bytes.
        package var maximumRequest = 1 << 20 + 1 << 19
        /// How much log there may be, in bytes, before a snapshot is made. With more data, as much log as data.
        package var smallestSnapshot = 16 << 20
        /// How often watches that asked for it are told how far they are.
        package var progressInterval = Duration.seconds(5)
        /// Keep so much of the past, forget the rest; nil: only when asked.
        package var compactionRetention: CompactionRetention?
        package init() {}
    }

    package enum CompactionRetention: Sendable, Hashable {
        case time(Duration)
        case revisions(Int)
    }

    let configuration: Configuration
    let disk: any Disk
    let logger: Logger
    let clock: StoreClock
    let state: Mutex<State>

    /// Reads what is on the disk.
    ///
    /// - Parameter clock: by which leases expire.
    /// - Throws: ``RecoveryError`` if the data can't be trusted.
    package init(
        disk: any Disk, configuration: Configuration = Configuration(), logger: Logger = Logger(label: "etcd"),
        clock: any Clock<Duration> = ContinuousClock()
    ) throws {
        let recovered = try Journal.recover(disk, salt: .random(in: 0 ... .max))
        self.configuration = configuration
        self.disk = disk
        self.logger = logger
        self.clock = StoreClock(clock)
        state = Mutex(State(recovered, now: self.clock.now()))
        if recovered.tornBytes > 0 {
            logger.warning("cut a torn tail off the log", metadata: ["bytes": "\(recovered.tornBytes)"])
        }
    }

    /// Runs the store until the task is cancelled, or the disk fails in a way after which nothing is certain.
    package func run() async throws {
        defer { stop() }
        try await withThrowingTaskGroup { group in
            group.addTask { try await self.commitLoop() }
            group.addTask { try await self.snapshotLoop() }
            group.addTask { try await self.leaseLoop() }
            group.addTask { try await self.progressLoop() }
            group.addTask { try await self.compactionLoop() }
            // The first loop that ends, ends the others.
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    /// A store in memory that runs while `body` does.
    package static func withTemporary<Value: Sendable>(
        _ body: @Sendable (LocalStore) async throws -> Value
    ) async throws -> Value {
        try await LocalStore(disk: MemoryDisk()).whileRunning(body)
    }

    package func whileRunning<Value: Sendable>(
        _ body: @Sendable (LocalStore) async throws -> Value
    ) async throws -> Value {
        async let running: Void = run()
        let value = try await body(self)
        stop()
        // The loops end by themselves now; if one had failed before, `body` would have seen it.
        try await running
        return value
    }
}

/// A clock and the moment at which the store began: the core's time is the time since then.
struct StoreClock: Sendable {
    let now: @Sendable () -> Duration
    let sleep: @Sendable (Duration) async throws -> Void

    init(_ clock: some Clock<Duration>) {
        let start = clock.now
        now = { start.duration(to: clock.now) }
        sleep = { try await clock.sleep(for: $0) }
    }
}
