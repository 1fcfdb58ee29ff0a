import RaftContract
import Schema
import Testing

@testable import Raft

/// The same member twice: here, and behind a pipe's two ends.
@Suite("A member in another process")
struct RemoteRaftTests {
    /// The server's end, with the documents written and read again as a pipe would.
    private final class Pipe {
        var server = RaftServer<RaftMember>()

        func send(_ request: JSON) throws -> JSON {
            let answer = try server.answer(try JSON(parsing: request.bytes))
            return try JSON(parsing: answer.bytes)
        }
    }

    @Test("does what it would do in this one")
    func same() throws {
        let pipe = Pipe()
        let configuration = RaftConfiguration(id: 1, seed: 3)
        var local = RaftMember(configuration: configuration, persisted: Persisted(voters: [1, 2]))
        var remote = try RemoteRaft(
            configuration: configuration, persisted: Persisted(voters: [1, 2]), send: pipe.send)
        let vote = RaftMessage(from: 2, to: 1, term: 1, .vote(granted: true, isPreVote: false))
        let stories: [[RaftEvent]] = [
            [RaftEvent](repeating: .tick, count: 20), [.receive(vote)], [.propose([7]), .read(1), .propose([8])],
            [.persisted(through: EntryPosition(term: 1, index: 3))],
            [.receive(RaftMessage(from: 2, to: 1, term: 1, .appended(index: 3)))], [.compact(through: 2)],
            [.proposeMembership(.remove(2), context: [1]), .transferLeadership(to: 9)],
        ]
        for events in stories {
            let (answers, output) = try remote.handleAndTakeOutput(events)
            #expect(answers == events.map { local.handle($0) })
            #expect(output == local.takeOutput())
            #expect(remote.status == local.status)
        }
        #expect(local.status.compacted == 2 && local.status.commit == 3)
    }

    @Test("is gone after a stop, and begins with what it is given")
    func restart() throws {
        let pipe = Pipe()
        var persisted = Persisted(voters: [1])
        persisted.hardState = HardState(term: 4, vote: 1, commit: 0)
        var member = try RemoteRaft(configuration: RaftConfiguration(id: 1), persisted: persisted, send: pipe.send)
        #expect(member.status.term == 4 && member.status.vote == 1)
        try member.stop()
        #expect(throws: DecodeError("member 1 isn't started")) { try member.handle([.tick]) }
    }
}
