internal import Etcd
internal import EtcdContract
internal import RaftContract

/// What a data directory begins with.
///
/// ```
/// nothing there      the first members: a snapshot of an empty store, which says who they are
///                    who joins later: just its number; the leader sends the rest
/// a saved snapshot   the same, with its keys
/// from before Raft   the same, with its keys: upgraded in place
/// ```
/// So every log has a snapshot before it. It stands at index 1, or higher, so that who joins with an empty log, at
/// index 0, can't do without it.
struct Founding {
    let disk: any Disk
    let salt: UInt64

    /// Prepares the disk, if it isn't yet, so that ``Recovery`` finds a member on it.
    func prepare(_ beginning: Beginning) throws {
        let names = try disk.names()
        let hasData = names.contains { Names.index($0, of: "log") != nil || Names.index($0, of: "snapshot") != nil }
        if names.contains(MemberFile.name), hasData { return }
        switch beginning {
        case .new(let cluster):
            guard let identity = cluster.identity else {
                throw RecoveryError(description: "the initial cluster has no member \(cluster.own)")
            }
            if hasData { return try upgrade(cluster, identity) }
            try MemberFile.write(identity, to: disk)
            try found(MultiVersionStore(), cluster.state, at: EntryPosition(term: 1, index: 1))
        case .joining(let identity, _):
            if hasData { throw RecoveryError(description: "the data directory has data, but of no member") }
            try MemberFile.write(identity, to: disk)
        }
    }

    /// The store becomes what all members begin with.
    func found(_ store: MultiVersionStore, _ cluster: ClusterState, at position: EntryPosition) throws {
        _ = try SnapshotFile(disk: disk).writeNow(
            SnapshotJob(store: store, cluster: cluster, position: position, waiting: []), salt: salt)
    }

    /// Makes a cluster of one out of a member that is there, whatever became of the others (`--force-new-cluster`). What
    /// it has in its log counts, also where it never heard that it was chosen: it may have been.
    func foundAnew(_ recovered: Recovered) throws {
        var store = recovered.store
        var cluster = recovered.cluster
        var position = EntryPosition(term: recovered.persisted.snapshot.term, index: recovered.persisted.snapshot.index)
        for entry in recovered.persisted.entries {
            position = entry.position
            guard case .command(let bytes) = entry.content else { continue }
            Replay.apply(try Request(bytes), to: &store, &cluster)
        }
        cluster.become(Membership(voters: [recovered.identity.member]))
        let logs = try disk.names().filter { Names.index($0, of: "log") != nil }
        try found(store, cluster, at: position)
        for name in logs { try disk.remove(name) }
    }
}

/// Applying without anybody to answer.
enum Replay {
    /// What was refused at first is refused again, and changes nothing.
    static func apply(_ request: Request, to store: inout MultiVersionStore, _ cluster: inout ClusterState) {
        switch request {
        case .store(let command): do { try store.apply(command) } catch {}
        case .alarm(let alarm, let isRaised): cluster.set(alarm, isRaised: isRaised)
        case .member(let attributes): cluster.register(attributes)
        }
    }
}

// MARK: - From before Raft

extension Founding {
    /// Until there was Raft, the log's frames were commands without terms. They are applied once more, and what comes
    /// out is a snapshot that a cluster of one begins with. Cut off at any point, it begins again at the next start.
    private func upgrade(_ cluster: InitialCluster, _ identity: Identity) throws {
        let (store, index) = try readCommands()
        let logs = try disk.names().filter { Names.index($0, of: "log") != nil }
        try found(store, cluster.state, at: EntryPosition(term: 1, index: max(1, index)))
        for name in logs where try disk.names().contains(name) { try disk.remove(name) }
        try MemberFile.write(identity, to: disk)
    }

    private func readCommands() throws -> (MultiVersionStore, index: Int) {
        let names = try disk.names()
        var store = MultiVersionStore()
        var index = 0
        if let newest = names.compactMap({ Names.index($0, of: "snapshot") }).max() {
            let name = Names.snapshot(newest)
            do { store = try Snapshot(try disk.read(name)).store } catch {
                throw RecoveryError(description: "\(name): \(error)")
            }
            index = newest
        }
        let logs = names.compactMap { Names.index($0, of: "log") }.sorted()
        for (position, first) in logs.enumerated() {
            let next = logs.dropFirst(position + 1).first
            if let next, next <= index + 1 { continue }
            if first > index + 1 {
                throw RecoveryError(description: "commands \(index + 1) to \(first - 1) are missing")
            }
            index = try replay(first, isLast: next == nil, after: index, into: &store)
        }
        return (store, index)
    }

    private func replay(
        _ first: Int, isLast: Bool, after index: Int, into store: inout MultiVersionStore
    ) throws -> Int {
        do {
            guard let log = try LogSegment.recover(try disk.read(Names.log(first)), isLast: isLast) else {
                return index
            }
            for command in log.commands.dropFirst(index + 1 - first) { do { try store.apply(command) } catch {} }
            return max(index, log.writer.nextIndex - 1)
        } catch let corruption as LogSegment.Corruption {
            throw RecoveryError(description: "\(Names.log(first)): \(corruption)")
        }
    }
}
