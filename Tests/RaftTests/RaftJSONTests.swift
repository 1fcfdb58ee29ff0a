import RaftContract
import Schema
import Testing

@Suite("Raft's values as JSON")
struct RaftJSONTests {
    static let membership = Membership(voters: [3, 1, 2], outgoing: [1, 2, 4], learners: [4])

    static let entries = [
        LogEntry(term: 1, index: 1, content: .empty), LogEntry(term: 1, index: 2, content: .command([0, 255])),
        LogEntry(term: 2, index: 3, content: .membership(membership, context: [7])),
    ]

    static let kinds: [RaftMessage.Kind] = [
        .requestVote(VoteRequest(last: EntryPosition(term: 2, index: 3), isPreVote: true, isTransfer: true)),
        .vote(granted: true, isPreVote: false),
        .append(previous: EntryPosition(term: 0, index: 0), entries: entries, commit: 2), .appended(index: 3),
        .rejected(previous: 3, hint: EntryPosition(term: 1, index: 2)), .heartbeat(commit: 2, context: 9),
        .heartbeat(commit: 2, context: nil), .heartbeatAnswer(context: 9),
        .installSnapshot(SnapshotPoint(index: 3, term: 2, membership: membership)), .timeoutNow,
        .readIndex(context: 1), .readIndexAnswer(context: 1, index: 3),
    ]

    @Test("every message comes back as it was", arguments: kinds)
    func message(_ kind: RaftMessage.Kind) throws {
        let message = RaftMessage(from: 1, to: 2, term: 3, kind)
        #expect(try RaftMessage(json: JSON(parsing: message.json.bytes)) == message)
        #expect(try RaftEvent(json: RaftEvent.receive(message).json) == .receive(message))
    }

    static let events: [RaftEvent] = [
        .tick, .propose([1, 2]), .proposeMembership(.replace(voters: [1], learners: [2]), context: [3]),
        .proposeMembership(.remove(1), context: []), .read(4), .transferLeadership(to: 2),
        .persisted(through: EntryPosition(term: 2, index: 5)), .compact(through: 3), .unreachable(2),
    ]

    @Test("every call comes back as it was", arguments: events)
    func event(_ event: RaftEvent) throws {
        #expect(try RaftEvent(json: event.json) == event)
    }

    static let refusals: [Refusal] = [
        .notLeader(leader: nil), .notLeader(leader: 2), .transferring(to: 3), .overloaded, .membershipChangePending,
        .nothingCommittedInTerm, .invalid("why"),
    ]

    @Test("every refusal comes back as it was", arguments: refusals)
    func refusal(_ refusal: Refusal) throws {
        #expect(try RaftAnswer(json: RaftAnswer.refused(refusal).json) == .refused(refusal))
    }

    @Test("an output comes back as it was")
    func output() throws {
        var output = RaftOutput()
        #expect(try RaftOutput(json: output.json) == output)
        output.hardState = HardState(term: 3, vote: 1, commit: 2)
        output.snapshot = SnapshotPoint(index: 3, term: 2, membership: Self.membership)
        output.entries = Self.entries
        output.needsSync = true
        output.messages = Self.kinds.map { RaftMessage(from: 1, to: 2, term: 3, $0) }
        output.promptMessages = output.messages
        output.committed = Self.entries
        output.reads = [ReadIndex(context: 5, index: 3)]
        #expect(try RaftOutput(json: output.json) == output)
    }

    @Test("what has no such form is refused with its place")
    func broken() {
        #expect(throws: DecodeError("no such message", path: ["receive", "shout"])) {
            try RaftEvent(json: ["receive": ["from": 1, "to": 2, "term": 3, "shout": [:]]])
        }
    }
}
