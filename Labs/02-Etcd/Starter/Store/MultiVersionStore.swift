import DequeModule
package import EtcdContract

/// The store: every version of every key, since the last compaction.
///
/// Nothing is overwritten. A write adds a version at a new *revision* (a number of the whole store that grows by one),
/// so a reader may ask for any revision, and a watcher is nothing but a place in the list of changes:
///
/// ```
/// revision      1    2        3        4                 5
/// changes            put a    put b    put a, delete b   put c
///                             ▲                                 a watcher that has seen revisions up to 2
/// a             –    v1       v1       v2                v2
/// b             –    –        v1       –                 –
/// ```
/// *Compaction* to a revision forgets what can't be seen from that revision on.
///
/// The store is a value and does no input or output: commands go in (``apply(_:)``), results come out. The same
/// commands in the same order always give the same store, which is what makes a log of commands a backup, and later a
/// Raft log.
///
/// Source: etcd.io/docs/v3.5/learning/data_model and api. Left out compared with etcd: authentication, and an
/// index larger than memory.
package struct MultiVersionStore: Sendable {
    /// The newest revision. An empty store has 1, as etcd's.
    package internal(set) var revision = 1
    /// History before this revision is gone; 0 if none is.
    package internal(set) var compactRevision = 0
    package internal(set) var leases = Leases()
    /// Each key's versions.
    var index = SortedMap<History>()
    /// Which key changed when, from `compactRevision` on, oldest first.
    var changes = Deque<Change>()
    /// What is written since the last compaction and what lives: the size of the data, in bytes.
    package internal(set) var size = 0

    /// No revision changes a key twice, so both together say which version is meant.
    struct Change: Sendable {
        var revision: Int
        var key: Key
    }

    package init() {}

    /// What a snapshot needs. Whoever holds on to it doesn't hold the list of changes, so that the next change need not
    /// copy it.
    package var withoutChanges: MultiVersionStore {
        var store = self
        store.changes = []
        return store
    }

    /// How many keys have a version or a tombstone.
    package var keyCount: Int { index.count }
}

extension Command {
    /// True for what adds data, and is refused when the disk is full.
    package var grows: Bool {
        switch self {
        case .write(let operation): operation.puts
        case .compact, .revokeLease: false
        case .grantLease: true
        }
    }
}

extension Operation {
    /// True for what can't change the store, whatever its conditions say.
    package var isReadOnly: Bool {
        switch self {
        case .range: true
        case .put, .delete: false
        case .transaction(let transaction): (transaction.success + transaction.failure).allSatisfy(\.isReadOnly)
        }
    }

    /// How many bytes of keys and values it would write.
    package var payload: Int {
        switch self {
        case .range, .delete: 0
        case .put(let put): put.key.bytes.count + put.value.count
        case .transaction(let transaction):
            (transaction.success + transaction.failure).reduce(0) { $0 + $1.payload }
        }
    }

    /// The same, with the values that it puts where `keep` puts them.
    package func keeping(_ keep: (Value) -> Value) -> Operation {
        switch self {
        case .range, .delete: return self
        case .put(var put):
            put.value = keep(put.value)
            return .put(put)
        case .transaction(var transaction):
            transaction.success = transaction.success.map { $0.keeping(keep) }
            transaction.failure = transaction.failure.map { $0.keeping(keep) }
            return .transaction(transaction)
        }
    }

    var puts: Bool {
        switch self {
        case .put: true
        case .range, .delete: false
        case .transaction(let transaction): (transaction.success + transaction.failure).contains(where: \.puts)
        }
    }
}

extension MultiVersionStore {
    /// Does what a command says, or refuses it and stays as it was.
    ///
    /// - Returns: the result of a write; nil for other commands.
    @discardableResult
    package mutating func apply(_ command: Command) throws(Refusal) -> OperationResult? {
        switch command {
        case .write(let operation): return try write(operation)
        case .compact(let revision): try compact(to: revision)
        case .grantLease(let id, let timeToLive): try leases.grant(id, timeToLive: timeToLive)
        case .revokeLease(let id): try revokeLease(id)
        }
        return nil
    }

    /// The lease's keys are deleted, all at one revision.
    private mutating func revokeLease(_ id: Int) throws(Refusal) {
        guard let lease = leases[id] else { throw .leaseNotFound }
        var write = Write(revision: revision + 1)
        for key in lease.keys.sorted() { delete(key, in: &write) }
        finish(write)
        leases.remove(id)
    }
}
