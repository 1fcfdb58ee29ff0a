/// The store without a process around it: commands in, results out, and everything that was can be read.
///
/// ```
///   command ── apply ──▶ revision + 1 ──▶ result           range(…, revision: any)   advance(&watcher)
///   revision      1    2        3        4                 5
///   changes            put a    put b    put a, delete b   put c
/// ```
/// The contract:
/// - A write that changes something makes the store's revision grow by one, whatever it changes; what changes nothing, and
///   what is refused, leaves it.
/// - The same commands in the same order always give the same store, refusals included. So a log of commands is a backup.
/// - A reader at a revision sees what was there when it was the newest, until a compaction forgets it.
/// - A watcher is a place in the list of changes; it sees each change of its keys once, in order, and the changes of one
///   revision together.
/// - Nothing depends on time or chance.
///
/// Source: etcd.io/docs/v3.5/learning/data_model and api.
public protocol StoreCore: Sendable {
    /// An empty one, at revision 1.
    init()

    /// The newest revision.
    var revision: Int { get }

    /// History before this revision is gone; 0 if none is.
    var compactRevision: Int { get }

    /// Does what a command says, or refuses it and stays as it was.
    /// - Returns: the result of a write; nil for other commands.
    mutating func apply(_ command: Command) throws(Refusal) -> OperationResult?

    func range(_ query: RangeQuery) throws(Refusal) -> RangeResult

    /// What the watcher has not seen, at least of one revision and of no more than about `limit` changes; the watcher
    /// moves behind it. Empty if nothing of it is among them.
    func advance(_ watcher: inout Watcher, limit: Int) throws(Refusal) -> [Notice]

    /// The whole store as bytes, so that the log before it can go.
    /// - Parameter index: of the last command that was applied.
    func snapshot(index: Int, salt: UInt64) -> [UInt8]

    /// The store that a snapshot holds.
    init(snapshot: [UInt8]) throws(LogCorruption)
}
