import Etcd
import EtcdAPI
import EtcdProgram
import Synchronization

/// Members in one process, each on a disk in memory, on a network that can be cut.
actor MemoryCluster {
    struct Running {
        let store: LocalStore
        let task: Task<Void, any Error>
    }

    nonisolated let network = MemoryNetwork()
    private(set) var disks: [MemoryDisk]
    private let names: [String]
    private let change: @Sendable (inout LocalStore.Configuration) -> Void
    private var members: [Running?]

    static func with(
        _ count: Int = 3, _ change: @escaping @Sendable (inout LocalStore.Configuration) -> Void = { _ in },
        _ body: (MemoryCluster) async throws -> Void
    ) async throws {
        let cluster = MemoryCluster(count, change)
        for index in 0..<count { try await cluster.start(index) }
        do { try await body(cluster) } catch {
            await cluster.end()
            throw error
        }
        await cluster.end()
    }

    private init(_ count: Int, _ change: @escaping @Sendable (inout LocalStore.Configuration) -> Void) {
        names = (1...count).map { "m\($0)" }
        disks = names.map { _ in MemoryDisk() }
        members = names.map { _ in nil }
        self.change = change
    }

    func start(_ index: Int) throws {
        var configuration = LocalStore.Configuration()
        configuration.name = names[index]
        configuration.heartbeatInterval = .milliseconds(50)
        configuration.electionTimeout = .milliseconds(500)
        configuration.beginning = .new(
            InitialCluster(own: names[index], members: names.map { ($0, ["memory://\($0)"]) }))
        change(&configuration)
        let store = try LocalStore(disk: disks[index], configuration: configuration, transport: network.transport())
        members[index] = Running(store: store, task: Task { try await store.run() })
    }

    /// As a power cut ends it: what wasn't synced is gone.
    func crash(_ index: Int) async {
        disks[index] = disks[index].afterPowerCut()
        await stop(index)
    }

    func stop(_ index: Int) async {
        guard let running = members[index] else { return }
        members[index] = nil
        running.task.cancel()
        _ = await running.task.result
    }

    private func end() async { for index in members.indices { await stop(index) } }

    var stores: [LocalStore] { members.compactMap { $0?.store } }
    func running(_ index: Int) -> LocalStore? { members[index]?.store }

    /// - Precondition: it runs.
    func store(_ index: Int) throws -> LocalStore {
        guard let running = members[index] else { throw NotInTime(what: "a running member", last: "m\(index + 1)") }
        return running.store
    }

    /// The place of a member that leads, as all others believe, too.
    func leader() async throws -> Int {
        try await eventually("a leader") {
            let stores = stores
            var leaders: Set<UInt64> = []
            for store in stores { leaders.insert(try await store.status().leader) }
            guard leaders.count == 1, let leader = leaders.first, leader != 0 else { return nil }
            return members.firstIndex { $0?.store.identity.member == leader }
        }
    }
}
