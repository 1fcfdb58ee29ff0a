internal import Etcd
internal import EtcdContract
internal import RaftContract

/// Raft's messages as bytes.
extension ByteWriter {
    mutating func message(_ message: RaftMessage) {
        fixed(message.from)
        fixed(message.to)
        int(message.term)
        switch message.kind {
        case .requestVote(let request):
            byte(1)
            position(request.last)
            flag(request.isPreVote)
            flag(request.isTransfer)
        case .vote(let granted, let isPreVote):
            byte(2)
            flag(granted)
            flag(isPreVote)
        case .append(let previous, let entries, let commit):
            byte(3)
            position(previous)
            list(entries) { $0.logEntry($1) }
            int(commit)
        case .appended(let index):
            byte(4)
            int(index)
        case .rejected(let previous, let hint):
            byte(5)
            int(previous)
            position(hint)
        default: otherMessage(message.kind)
        }
    }

    private mutating func otherMessage(_ kind: RaftMessage.Kind) {
        switch kind {
        case .heartbeat(let commit, let context):
            byte(6)
            int(commit)
            self.context(context)
        case .heartbeatAnswer(let context):
            byte(7)
            self.context(context)
        case .installSnapshot(let point):
            byte(8)
            snapshotPoint(point)
        case .timeoutNow: byte(9)
        case .readIndex(let context):
            byte(10)
            fixed(context)
        case .readIndexAnswer(let context, let index):
            byte(11)
            fixed(context)
            int(index)
        case .requestVote, .vote, .append, .appended, .rejected: break
        }
    }

    private mutating func context(_ context: UInt64?) {
        flag(context != nil)
        if let context { fixed(context) }
    }
}

extension ByteReader {
    mutating func message() throws(CodingError) -> RaftMessage {
        RaftMessage(from: try fixed(MemberID.self), to: try fixed(MemberID.self), term: try int(), try messageKind())
    }

    private mutating func messageKind() throws(CodingError) -> RaftMessage.Kind {
        let kind = try byte()
        switch kind {
        case 1: return .requestVote(VoteRequest(last: try position(), isPreVote: try flag(), isTransfer: try flag()))
        case 2: return .vote(granted: try flag(), isPreVote: try flag())
        case 3:
            return .append(
                previous: try position(),
                entries: try list { reader throws(CodingError) in try reader.logEntry() }, commit: try int())
        case 4: return .appended(index: try int())
        case 5: return .rejected(previous: try int(), hint: try position())
        case 6: return .heartbeat(commit: try int(), context: try context())
        case 7: return .heartbeatAnswer(context: try context())
        case 8: return .installSnapshot(try snapshotPoint())
        case 9: return .timeoutNow
        case 10: return .readIndex(context: try fixed(UInt64.self))
        case 11: return .readIndexAnswer(context: try fixed(UInt64.self), index: try int())
        default: throw CodingError(description: "a message of unknown kind \(kind)")
        }
    }

    private mutating func context() throws(CodingError) -> UInt64? { try flag() ? try fixed(UInt64.self) : nil }
}
