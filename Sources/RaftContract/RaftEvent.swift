public import Schema

/// A call of ``RaftCore`` as a value: so calls can be written down, sent over a pipe, and replayed.
public enum RaftEvent: Hashable, Sendable {
    case tick
    case receive(RaftMessage)
    case propose([UInt8])
    case proposeMembership(MembershipChange, context: [UInt8])
    case read(UInt64)
    case transferLeadership(to: MemberID)
    case persisted(through: EntryPosition)
    case compact(through: LogIndex)
    case unreachable(MemberID)
}

/// What the call gave.
public enum RaftAnswer: Hashable, Sendable {
    case done
    case position(EntryPosition)
    case refused(Refusal)
}

extension RaftCore {
    /// Makes the call.
    public mutating func handle(_ event: RaftEvent) -> RaftAnswer {
        do throws(Refusal) {
            switch event {
            case .tick: tick()
            case .receive(let message): receive(message)
            case .propose(let command): return .position(try propose(command))
            case .proposeMembership(let change, let context):
                return .position(try proposeMembership(change, context: context))
            case .read(let context): try read(context)
            case .transferLeadership(let member): try transferLeadership(to: member)
            case .persisted(let position): persisted(through: position.index, term: position.term)
            case .compact(let index): compact(through: index)
            case .unreachable(let member): unreachable(member)
            }
            return .done
        } catch { return .refused(error) }
    }
}

// MARK: - As JSON

/// One member, named as the case: `{"tick": {}}`, `{"propose": "cHV0"}`.
extension RaftEvent {
    public var json: JSON {
        switch self {
        case .tick: ["tick": [:]]
        case .receive(let message): ["receive": message.json]
        case .propose(let command): ["propose": Bytes(command).json]
        case .proposeMembership(let change, let context):
            ["proposeMembership": ["change": change.json, "context": Bytes(context).json]]
        case .read(let context): ["read": context.json]
        case .transferLeadership(let member): ["transferLeadership": member.json]
        case .persisted(let position): ["persisted": position.json]
        case .compact(let index): ["compact": index.json]
        case .unreachable(let member): ["unreachable": member.json]
        }
    }

    public init(json: JSON) throws(DecodeError) {
        let (name, value) = try json.onlyMember("an event")
        do { self = try Self(name, value) } catch { throw error.under(name) }
    }

    private init(_ name: String, _ value: JSON) throws(DecodeError) {
        switch name {
        case "tick": self = .tick
        case "receive": self = .receive(try RaftMessage(json: value))
        case "propose": self = .propose(try Bytes(json: value).bytes)
        case "proposeMembership":
            let context: Bytes = try value.read("context")
            self = .proposeMembership(try MembershipChange(json: value["change"] ?? .null), context: context.bytes)
        case "read": self = .read(try UInt64(json: value))
        case "transferLeadership": self = .transferLeadership(to: try MemberID(json: value))
        case "persisted": self = .persisted(through: try EntryPosition(json: value))
        case "compact": self = .compact(through: try Int(json: value))
        case "unreachable": self = .unreachable(try MemberID(json: value))
        default: throw DecodeError("no such event")
        }
    }
}

/// `{"done": {}}`, `{"position": {"term": 2, "index": 7}}`, `{"refused": {"notLeader": 3}}`.
extension RaftAnswer {
    public var json: JSON {
        switch self {
        case .done: ["done": [:]]
        case .position(let position): ["position": position.json]
        case .refused(let refusal): ["refused": refusal.json]
        }
    }

    public init(json: JSON) throws(DecodeError) {
        let (name, value) = try json.onlyMember("an answer")
        do throws(DecodeError) {
            switch name {
            case "done": self = .done
            case "position": self = .position(try EntryPosition(json: value))
            case "refused": self = .refused(try Refusal(json: value))
            default: throw DecodeError("no such answer")
            }
        } catch { throw error.under(name) }
    }
}
