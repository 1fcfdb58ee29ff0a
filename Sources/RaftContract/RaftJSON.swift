// The JSON forms of the values that aren't plain lists of members. A message is one object whose fourth member is named
// as its kind: {"from": 1, "to": 2, "term": 3, "appended": {"index": 7}}; an entry's third as its content.
public import Schema

extension RaftMessage {
    public var json: JSON {
        ["from": from.json, "to": to.json, "term": term.json, kind.name: kind.json]
    }

    public init(json: JSON) throws(DecodeError) {
        guard let kind = json.object?.members.last else {
            throw DecodeError("expected a message, got \(json.typeName)")
        }
        self.init(
            from: try json.read("from"), to: try json.read("to"), term: try json.read("term"),
            try Kind(kind.name, kind.value))
    }
}

extension RaftMessage.Kind {
    /// As the case is called.
    public var name: String {
        switch self {
        case .requestVote: "requestVote"
        case .vote: "vote"
        case .append: "append"
        case .appended: "appended"
        case .rejected: "rejected"
        case .heartbeat: "heartbeat"
        case .heartbeatAnswer: "heartbeatAnswer"
        case .installSnapshot: "installSnapshot"
        case .timeoutNow: "timeoutNow"
        case .readIndex: "readIndex"
        case .readIndexAnswer: "readIndexAnswer"
        }
    }

    fileprivate var json: JSON {
        switch self {
        case .requestVote(let request):
            [
                "last": request.last.json, "isPreVote": .bool(request.isPreVote),
                "isTransfer": .bool(request.isTransfer),
            ]
        case .vote(let granted, let isPreVote): ["granted": .bool(granted), "isPreVote": .bool(isPreVote)]
        case .append(let previous, let entries, let commit):
            ["previous": previous.json, "entries": entries.json, "commit": commit.json]
        case .appended(let index): ["index": index.json]
        case .rejected(let previous, let hint): ["previous": previous.json, "hint": hint.json]
        case .heartbeat(let commit, let context): ["commit": commit.json, "context": context.json]
        case .heartbeatAnswer(let context): ["context": context.json]
        case .installSnapshot(let point): point.json
        case .timeoutNow: [:]
        case .readIndex(let context): ["context": context.json]
        case .readIndexAnswer(let context, let index): ["context": context.json, "index": index.json]
        }
    }

    fileprivate init(_ name: String, _ json: JSON) throws(DecodeError) {
        do { self = try Self.read(name, json) } catch { throw error.under(name) }
    }

    private static func read(_ name: String, _ json: JSON) throws(DecodeError) -> Self {
        switch name {
        case "requestVote":
            .requestVote(
                VoteRequest(
                    last: try json.position("last"), isPreVote: try json.read("isPreVote"),
                    isTransfer: try json.read("isTransfer")))
        case "vote": .vote(granted: try json.read("granted"), isPreVote: try json.read("isPreVote"))
        case "append":
            .append(
                previous: try json.position("previous"), entries: try [LogEntry](member: "entries", of: json),
                commit: try json.read("commit"))
        case "appended": .appended(index: try json.read("index"))
        case "rejected": .rejected(previous: try json.read("previous"), hint: try json.position("hint"))
        case "heartbeat": .heartbeat(commit: try json.read("commit"), context: try json.read("context"))
        case "heartbeatAnswer": .heartbeatAnswer(context: try json.read("context"))
        case "installSnapshot": .installSnapshot(try SnapshotPoint(json: json))
        case "timeoutNow": .timeoutNow
        case "readIndex": .readIndex(context: try json.read("context"))
        case "readIndexAnswer": .readIndexAnswer(context: try json.read("context"), index: try json.read("index"))
        default: throw DecodeError("no such message")
        }
    }
}

extension LogEntry {
    /// `{"term": 1, "index": 2, "command": "cHV0"}`, `{…, "empty": {}}`, `{…, "membership": {…}, "context": ""}`.
    public var json: JSON {
        let position: [JSONObject.Member] = [.init("term", term.json), .init("index", index.json)]
        switch content {
        case .empty: return .object(JSONObject(position + [.init("empty", [:])]))
        case .command(let command): return .object(JSONObject(position + [.init("command", Bytes(command).json)]))
        case .membership(let membership, let context):
            return .object(
                JSONObject(
                    position + [.init("membership", membership.json), .init("context", Bytes(context).json)]))
        }
    }

    public init(json: JSON) throws(DecodeError) {
        let content: Content
        if let command = json["command"] {
            content = .command(try Bytes(json: command).bytes)
        } else if let membership = json["membership"] {
            let context: Bytes = try json.read("context")
            content = .membership(try Membership(json: membership), context: context.bytes)
        } else if json["empty"] != nil {
            content = .empty
        } else {
            throw DecodeError("an entry has one of empty, command, membership")
        }
        self.init(term: try json.read("term"), index: try json.read("index"), content: content)
    }
}

extension EntryPosition {
    public var json: JSON { ["term": term.json, "index": index.json] }

    public init(json: JSON) throws(DecodeError) {
        self.init(term: try json.read("term"), index: try json.read("index"))
    }
}

extension Refusal {
    /// One member, named as the case.
    public var json: JSON {
        switch self {
        case .notLeader(let leader): ["notLeader": leader.json]
        case .transferring(let member): ["transferring": member.json]
        case .overloaded: ["overloaded": [:]]
        case .membershipChangePending: ["membershipChangePending": [:]]
        case .nothingCommittedInTerm: ["nothingCommittedInTerm": [:]]
        case .invalid(let why): ["invalid": .string(why)]
        }
    }

    public init(json: JSON) throws(DecodeError) {
        let (name, value) = try json.onlyMember("a refusal")
        switch name {
        case "notLeader": self = .notLeader(leader: try MemberID?(json: value))
        case "transferring": self = .transferring(to: try MemberID(json: value))
        case "overloaded": self = .overloaded
        case "membershipChangePending": self = .membershipChangePending
        case "nothingCommittedInTerm": self = .nothingCommittedInTerm
        case "invalid": self = .invalid(try String(json: value))
        default: throw DecodeError("no such refusal", path: [name])
        }
    }
}

// MARK: - Reading parts

extension JSON {
    /// A member; what is absent has its type's zero value.
    func read<Value: FieldValue>(_ name: String) throws(DecodeError) -> Value {
        guard let value = self[name], !value.isNull else { return Value() }
        do { return try Value(json: value) } catch { throw error.under(name) }
    }

    func position(_ name: String) throws(DecodeError) -> EntryPosition {
        do { return try EntryPosition(json: self[name] ?? .null) } catch { throw error.under(name) }
    }

    /// Of an object whose member's name says what it is.
    func onlyMember(_ what: String) throws(DecodeError) -> (name: String, value: JSON) {
        guard let member = object?.members.first else { throw DecodeError("expected \(what), got \(typeName)") }
        return (member.name, member.value)
    }
}

extension Array where Element == LogEntry {
    var json: JSON { .array(map(\.json)) }

    init(member name: String, of json: JSON) throws(DecodeError) {
        self.init()
        for (index, element) in (json[name]?.array ?? []).enumerated() {
            do { append(try LogEntry(json: element)) } catch { throw error.under("[\(index)]").under(name) }
        }
    }
}

extension Array where Element == RaftMessage {
    var json: JSON { .array(map(\.json)) }

    init(member name: String, of json: JSON) throws(DecodeError) {
        self.init()
        for (index, element) in (json[name]?.array ?? []).enumerated() {
            do { append(try RaftMessage(json: element)) } catch { throw error.under("[\(index)]").under(name) }
        }
    }
}
