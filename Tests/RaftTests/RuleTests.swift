import RaftContract
import Testing

@testable import Raft

/// Single rules, as tables.
@Suite("Raft's rules")
struct RuleTests {
    /// §5.4.1: the later term wins, then the longer log. The voter's last entry is 2/3.
    @Test(
        "a vote goes to a log that is at least as up to date",
        arguments: [(1, 9, false), (2, 2, false), (2, 3, true), (2, 4, true), (3, 1, true)])
    func upToDate(term: Term, index: LogIndex, isGranted: Bool) {
        var member = Self.member(terms: [1, 1, 2])
        let request = VoteRequest(last: EntryPosition(term: term, index: index))
        member.receive(RaftMessage(from: 2, to: 1, term: 5, .requestVote(request)))
        let kinds = member.takeOutput().messages.map(\.kind)
        #expect(kinds == [.vote(granted: isGranted, isPreVote: false)])
        #expect(member.status.term == 5)
    }

    /// §5.3, figure 7: where the logs may agree at the latest. The follower's terms, what it is asked for, its hint.
    @Test(
        "a refusal skips what can't agree",
        arguments: [
            ([1, 1, 4, 4], EntryPosition(term: 5, index: 8), EntryPosition(term: 4, index: 4)),
            ([1, 1, 4, 4], EntryPosition(term: 3, index: 4), EntryPosition(term: 1, index: 2)),
            ([2, 2, 2], EntryPosition(term: 1, index: 3), EntryPosition(term: 0, index: 0)),
        ])
    func hint(terms: [Term], previous: EntryPosition, hint: EntryPosition) {
        var member = Self.member(terms: terms)
        member.receive(RaftMessage(from: 2, to: 1, term: 9, .append(previous: previous, entries: [], commit: 0)))
        let kinds = member.takeOutput().messages.map(\.kind)
        #expect(kinds == [.rejected(previous: previous.index, hint: hint)])
    }

    /// §5.3: what is there already stays, though the message has less of it.
    @Test("an append that was delayed takes nothing away")
    func delayed() {
        var member = Self.member(terms: [1, 1, 1])
        let entry = LogEntry(term: 1, index: 1, content: .command([1]))
        let previous = EntryPosition(term: 0, index: 0)
        member.receive(RaftMessage(from: 2, to: 1, term: 1, .append(previous: previous, entries: [entry], commit: 9)))
        #expect(member.status.last == 3)
        // What is behind the message's entries may be another leader's.
        #expect(member.status.commit == 1)
    }

    /// §6: a joint membership needs both majorities.
    @Test(
        "a joint membership decides with two majorities",
        arguments: [
            ([1, 2], false), ([1, 2, 4], true), ([1, 4, 5], false), ([1, 2, 4, 5], true), ([2, 3, 4, 5], true),
        ])
    func joint(agreeing: [MemberID], isQuorum: Bool) {
        let membership = Membership(voters: [1, 4, 5], outgoing: [1, 2, 3], learners: [6])
        #expect(membership.isQuorum { agreeing.contains($0) } == isQuorum)
    }

    @Test("nobody decides for a cluster without voters")
    func nobody() { #expect(Membership().isQuorum { _ in true } == false) }

    static let changes: [(MembershipChange, Membership?)] = [
        (.addLearner(4), Membership(voters: [1, 2], learners: [3, 4])), (.addLearner(3), nil), (.addLearner(1), nil),
        (.addVoter(3), Membership(voters: [1, 2, 3])), (.addVoter(2), nil), (.addVoter(0), nil),
        (.remove(2), Membership(voters: [1], learners: [3])), (.remove(3), Membership(voters: [1, 2])),
        (.remove(9), nil),
        (.replace(voters: [3], learners: [1]), Membership(voters: [3], outgoing: [1, 2], learners: [1])),
        (.replace(voters: [], learners: [1]), nil), (.replace(voters: [1, 3], learners: [3]), nil),
    ]

    @Test("changes of a membership", arguments: changes)
    func change(_ change: MembershipChange, expected: Membership?) {
        #expect((try? Membership(voters: [1, 2], learners: [3]).changed(by: change)) == expected)
    }

    /// A leader that is its own quorum leads before that is on its disk: until then nobody may hear of its entries.
    @Test("a learner hears nothing of a term that isn't on the leader's disk")
    func aloneWithLearner() {
        var disk = Persisted(voters: [1])
        disk.snapshot.membership = Membership(voters: [1], learners: [2])
        var member = RaftMember(configuration: RaftConfiguration(id: 1), persisted: disk)
        member.tick()
        let output = member.takeOutput()
        #expect(output.hardState?.term == 1 && output.needsSync)
        #expect(output.promptMessages.isEmpty && !output.messages.isEmpty)
    }

    @Test("without room for more, proposals are refused until something is committed")
    func overloaded() throws {
        var configuration = RaftConfiguration(id: 1)
        configuration.maxUncommittedBytes = 50
        var member = RaftMember(configuration: configuration, persisted: Persisted(voters: [1]))
        member.tick()
        _ = try member.propose([UInt8](repeating: 0, count: 20))
        #expect(throws: Refusal.overloaded) { try member.propose([UInt8](repeating: 0, count: 20)) }
        _ = member.takeOutput()
        member.persisted(through: 2, term: 1)
        #expect(try member.propose([0]).index == 3)
    }

    /// A member of a cluster of three with entries of these terms.
    private static func member(terms: [Term]) -> RaftMember {
        var disk = Persisted(voters: [1, 2, 3])
        disk.hardState.term = terms.last ?? 0
        disk.entries = zip(terms, 1...).map { LogEntry(term: $0, index: $1, content: .command([UInt8($1)])) }
        return RaftMember(configuration: RaftConfiguration(id: 1), persisted: disk)
    }
}
