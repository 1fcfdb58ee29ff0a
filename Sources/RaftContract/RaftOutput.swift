public import Schema

/// What a member wants done. The order in which it is done matters: see ``RaftCore``.
public struct RaftOutput: Hashable, Sendable {
    /// A leader's appends and heartbeats: they say nothing about this member's disk, and needn't wait for it (§10.2.1 of
    /// the thesis).
    public var promptMessages: [RaftMessage] = []
    /// To be written, if there is one.
    public var hardState: HardState?
    /// Received from the leader: replaces all that was applied, and the whole log up to here and behind. To be on disk
    /// before ``entries``.
    public var snapshot: SnapshotPoint?
    /// To be written behind the log; from the first one's index on they replace what is there.
    public var entries: [LogEntry] = []
    /// Whether what is to be written must reach the disk itself (fsync) before ``messages`` leave. Not for a hard state in
    /// which only `commit` is new.
    public var needsSync = false
    /// To be sent when the above is done.
    public var messages: [RaftMessage] = []
    /// To be applied, in this order; each entry is given once since the start. On disk already.
    public var committed: [LogEntry] = []
    /// Reads that may be answered.
    public var reads: [ReadIndex] = []

    public init() {}

    public var isEmpty: Bool {
        hardState == nil && snapshot == nil && entries.isEmpty && messages.isEmpty && promptMessages.isEmpty
            && committed.isEmpty && reads.isEmpty
    }

    /// Whether there is anything for the disk, and with it a ``RaftCore/persisted(through:term:)`` to follow.
    public var hasWrites: Bool { hardState != nil || snapshot != nil || !entries.isEmpty }
}

/// The answer to ``RaftCore/read(_:)``: who has applied the log through ``index`` reads nothing stale.
public struct ReadIndex: Hashable, Sendable {
    public var context: UInt64
    public var index: LogIndex

    public init(context: UInt64, index: LogIndex) {
        self.context = context
        self.index = index
    }
}

// MARK: - As JSON

extension RaftOutput {
    /// What is empty is left out.
    public var json: JSON {
        var json = JSONObject()
        if !promptMessages.isEmpty { json["promptMessages"] = promptMessages.json }
        json["hardState"] = hardState?.json
        json["snapshot"] = snapshot?.json
        if !entries.isEmpty { json["entries"] = entries.json }
        if needsSync { json["needsSync"] = .bool(true) }
        if !messages.isEmpty { json["messages"] = messages.json }
        if !committed.isEmpty { json["committed"] = committed.json }
        if !reads.isEmpty {
            json["reads"] = .array(reads.map { ["context": $0.context.json, "index": $0.index.json] })
        }
        return .object(json)
    }

    public init(json: JSON) throws(DecodeError) {
        promptMessages = try [RaftMessage](member: "promptMessages", of: json)
        hardState = try json.read("hardState")
        snapshot = try json.read("snapshot")
        entries = try [LogEntry](member: "entries", of: json)
        needsSync = try json.read("needsSync")
        messages = try [RaftMessage](member: "messages", of: json)
        committed = try [LogEntry](member: "committed", of: json)
        for read in json["reads"]?.array ?? [] {
            reads.append(ReadIndex(context: try read.read("context"), index: try read.read("index")))
        }
    }
}
