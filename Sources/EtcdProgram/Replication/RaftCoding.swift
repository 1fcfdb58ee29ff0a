internal import Etcd
internal import EtcdContract
internal import RaftContract

/// Raft's values as bytes: on disk and between members. A kind's number is never given to another one.
extension ByteWriter {
    mutating func position(_ position: EntryPosition) {
        int(position.term)
        int(position.index)
    }

    mutating func membership(_ membership: Membership) {
        for members in [membership.voters, membership.outgoing, membership.learners] {
            list(members) { $0.fixed($1) }
        }
    }

    mutating func hardState(_ state: HardState) {
        int(state.term)
        fixed(state.vote ?? 0)
        int(state.commit)
    }

    mutating func logEntry(_ entry: LogEntry) {
        position(entry.position)
        switch entry.content {
        case .empty: byte(0)
        case .command(let command):
            byte(1)
            bytes(command)
        case .membership(let membership, let context):
            byte(2)
            self.membership(membership)
            bytes(context)
        }
    }

    mutating func snapshotPoint(_ point: SnapshotPoint) {
        int(point.index)
        int(point.term)
        membership(point.membership)
    }
}

extension ByteReader {
    mutating func position() throws(CodingError) -> EntryPosition {
        EntryPosition(term: try int(), index: try int())
    }

    mutating func membership() throws(CodingError) -> Membership {
        var lists: [[MemberID]] = []
        for _ in 0..<3 { lists.append(try list { reader throws(CodingError) in try reader.fixed(MemberID.self) }) }
        return Membership(voters: lists[0], outgoing: lists[1], learners: lists[2])
    }

    mutating func hardState() throws(CodingError) -> HardState {
        let term = try int()
        let vote = try fixed(MemberID.self)
        return HardState(term: term, vote: vote == 0 ? nil : vote, commit: try int())
    }

    mutating func logEntry() throws(CodingError) -> LogEntry {
        let position = try position()
        let kind = try byte()
        let content: LogEntry.Content
        switch kind {
        case 0: content = .empty
        case 1: content = .command(try bytes())
        case 2: content = .membership(try membership(), context: try bytes())
        default: throw CodingError(description: "an entry of unknown kind \(kind)")
        }
        return LogEntry(term: position.term, index: position.index, content: content)
    }

    mutating func snapshotPoint() throws(CodingError) -> SnapshotPoint {
        SnapshotPoint(index: try int(), term: try int(), membership: try membership())
    }
}
