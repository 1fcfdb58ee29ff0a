internal import Etcd
internal import EtcdContract
package import Logging
internal import Metrics
internal import Raft
package import RaftContract
internal import Synchronization

/// A member of a cluster, of one or of several: the store, its log on a disk, and the loops that keep them going.
///
/// A write is a *proposal*. It goes into the leader's log, from there into those of the others, and is *chosen* when a
/// majority has it on disk. Then every member applies it, and the one that was asked answers; so nothing that anybody
/// has seen can be lost as long as a majority of the disks is whole. In a cluster of one the majority is one.
///
/// ```
/// put, txn, compact … ─▶ inbox ─▶ core, journal, other members ─▶ apply ─▶ answers, watchers
/// range ────────────────▶ is this member up to date? ─────────────▶ view of what is applied
/// ```
/// Nothing happens before ``run()``, which must run as long as the store is used.
package final class LocalStore: Sendable {
    package struct Configuration: Sendable {
        package var name = "default"
        package var clientURLs: [String] = []
        /// How a member begins that has no data yet; nil: as a cluster of one.
        package var beginning: Beginning?
        /// Gives the other members up.
        package var forcesNewCluster = false
        /// Raft's tick: a leader lets itself be heard so often.
        package var heartbeatInterval = Duration.milliseconds(100)
        /// Who hears nothing for so long, or up to twice as long, wants to lead.
        package var electionTimeout = Duration.seconds(1)
        /// Refuses a change of the membership that might cost the quorum.
        package var isStrictAboutChanges = true
        /// Of data, in bytes; more raises the NOSPACE alarm.
        package var quota = 2 << 30
        package var maximumOperations = 128
        /// Of one write, in bytes.
        package var maximumRequest = 1 << 20 + 1 << 19
        /// How much log there may be, in bytes, before a snapshot is made. With more data, as much log as data.
        package var smallestSnapshot = 16 << 20
        /// After so many entries a snapshot is made, too.
        package var snapshotCount = Int.max
        /// How often what is on the disk is read again and checked, and compared with the other members; nil: never.
        package var corruptionCheckInterval: Duration?
        /// How often watches that asked for it are told how far they are.
        package var progressInterval = Duration.seconds(5)
        /// Keep so much of the past, forget the rest; nil: only when asked.
        package var compactionRetention: CompactionRetention?
        package init() {}

        var electionTicks: Int { max(2, Int(electionTimeout / heartbeatInterval)) }
        /// As etcd's: five seconds, and two elections.
        var requestTicks: Int { Int(Duration.seconds(5) / heartbeatInterval) + 2 * electionTicks }
    }

    package enum CompactionRetention: Sendable, Hashable {
        case time(Duration)
        case revisions(Int)
    }

    let configuration: Configuration
    package let identity: Identity
    let disk: any Disk
    /// Nil where values are in memory.
    let values: ValueFile?
    let logger: Logger
    let clock: StoreClock
    let transport: any PeerTransport
    let telemetry = Telemetry()
    /// How the others are reached as long as the log doesn't say it.
    let joinedFrom: [MemberAttributes]
    let state: Mutex<State>

    /// Reads what is on the disk, or begins with what the configuration says.
    ///
    /// - Parameters:
    ///   - clock: by which leases expire.
    ///   - core: what decides; for a student's.
    /// - Throws: ``RecoveryError`` if the data can't be trusted.
    package init(
        disk: any Disk, configuration: Configuration = Configuration(), logger: Logger = Logger(label: "etcd"),
        clock: any Clock<Duration> = ContinuousClock(), transport: any PeerTransport = NoPeers(),
        core: any RaftCore.Type = RaftMember.self
    ) throws {
        let values = try ValueFile(on: disk) { error in
            logger.warning("values stay in memory", metadata: ["reason": "\(error)"])
        }
        let recovered = try Self.recover(disk, configuration, values)
        self.configuration = configuration
        identity = recovered.identity
        self.disk = disk
        self.values = values
        self.logger = logger
        self.clock = StoreClock(clock)
        self.transport = transport
        if case .joining(_, let others)? = configuration.beginning { joinedFrom = others } else { joinedFrom = [] }
        state = Mutex(State(Replica(recovered, configuration, core), recovered, values))
        if recovered.tornBytes > 0 {
            logger.warning("cut a torn tail off the log", metadata: ["bytes": "\(recovered.tornBytes)"])
        }
        applyRecovered()
    }

    private static func recover(
        _ disk: any Disk, _ configuration: Configuration, _ values: ValueFile?
    ) throws -> Recovered {
        let founding = Founding(disk: disk, salt: .random(in: 0 ... .max))
        let alone = InitialCluster(own: configuration.name, members: [(configuration.name, ["http://localhost:2380"])])
        try founding.prepare(configuration.beginning ?? .new(alone))
        let recovered = try Recovery.recover(disk, into: values, salt: .random(in: 0 ... .max))
        if !configuration.forcesNewCluster { return recovered }
        try founding.foundAnew(recovered)
        return try Recovery.recover(disk, into: values, salt: .random(in: 0 ... .max))
    }

    /// Other members have said that this one isn't any more.
    func noteRemoved() {
        logger.critical("removed from the cluster; the data directory is of no use any more")
        state.withLock { $0.isRemoved = true }
        stop()
    }

    func hasRemoved(_ member: MemberID) -> Bool { state.withLock { $0.cluster.removed.contains(member) } }

    /// Runs the store until the task is cancelled, or the disk fails in a way after which nothing is certain.
    package func run() async throws {
        defer { stop() }
        // Whichever loop sees first that the task is cancelled: that is no failure.
        do { try await runLoops() } catch is CancellationError where Task.isCancelled {}
    }

    private func runLoops() async throws {
        try await withThrowingTaskGroup { group in
            group.addTask { try await self.replicationLoop() }
            group.addTask { try await self.transport.run(self) }
            group.addTask { try await self.tickLoop() }
            group.addTask { try await self.snapshotLoop() }
            group.addTask { try await self.upkeepLoop() }
            group.addTask { try await self.progressLoop() }
            group.addTask { try await self.compactionLoop() }
            group.addTask { try await self.corruptionLoop() }
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
