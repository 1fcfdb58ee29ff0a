import EtcdContract
import Schema
import Testing

/// What goes over the pipe to a worker comes out as it went in.
@Suite struct ContractTests {
    private static let everything = Transaction(
        if: [
            Condition(KeySpan([1], rangeEnd: [0xff]), .notEqual, .value([0, 200])),
            Condition(KeySpan(Array("a".utf8)), .less, .lease(7)),
        ],
        then: [
            .put(Put(Key([0xff, 0]), Array("ä".utf8), lease: 3)), .range(RangeQuery(.all, revision: 4, limit: 9)),
            .delete(Deletion(KeySpan([9], rangeEnd: [0]), wantsPrevious: true)),
        ],
        else: [.transaction(Transaction(if: [], then: []))])

    private static let oneOfEach: [Command] = [
        .write(.transaction(everything)), .compact(revision: 5), .grantLease(id: 1, timeToLive: 60),
        .revokeLease(id: 1),
    ]

    @Test("Every command is read as it was written", arguments: oneOfEach)
    func commands(command: Command) throws {
        #expect(try Command(json: JSON(parsing: command.json.bytes)) == command)
    }

    @Test("Every refusal is read as it was written")
    func refusals() throws {
        let all: [Refusal] = [
            .compacted(revision: 4), .futureRevision, .emptyKey, .duplicateKey, .keyNotFound, .valueProvided,
            .leaseProvided, .leaseNotFound, .leaseExists,
        ]
        for refusal in all { #expect(try Refusal(json: refusal.json) == refusal) }
    }
}
