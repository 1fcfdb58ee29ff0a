import Etcd
import EtcdContract
import Testing

/// What etcd's documentation says about revisions, versions, transactions and compaction.
@Suite struct StoreStories {
    var store = MultiVersionStore()

    @discardableResult
    mutating func put(_ key: String, _ value: String, lease: Int = 0) throws -> OperationResult? {
        try store.apply(.write(.put(Put(Key(key), Array(value.utf8), lease: lease))))
    }

    mutating func delete(_ key: String) throws {
        try store.apply(.write(.delete(Deletion(KeySpan(Array(key.utf8))))))
    }

    func get(_ key: String, revision: Int = 0) throws -> Entry? {
        try store.range(RangeQuery(KeySpan(Array(key.utf8)), revision: revision)).entries.first
    }

    func values(from: String = "\0", to: String = "\0", revision: Int = 0) throws -> [String] {
        try store.range(RangeQuery(KeySpan(Array(from.utf8), rangeEnd: Array(to.utf8)), revision: revision)).entries
            .map { "\($0.key)=\(String(decoding: $0.version.value.bytes, as: UTF8.self))" }
    }

    @Test("A key's version counts from its creation, its revisions are the store's")
    mutating func versions() throws {
        try put("a", "1")
        try put("b", "1")
        try put("a", "2")
        #expect(try get("a")?.version.createRevision == 2)
        #expect(try get("a")?.version.revision.main == 4)
        #expect(try get("a")?.version.number == 2)
        try delete("a")
        try put("a", "3")
        #expect(try get("a")?.version.createRevision == 6)
        #expect(try get("a")?.version.number == 1)
        #expect(try get("a", revision: 5) == nil)
        #expect(try get("a", revision: 2)?.version.value == Value(Array("1".utf8)))
    }

    @Test("Deleting nothing, and a refused command, leave the revision as it is")
    mutating func nothingHappens() throws {
        try delete("a")
        #expect(store.revision == 1)
        #expect(throws: Refusal.leaseNotFound) { try store.apply(.write(.put(Put(Key("a"), [], lease: 7)))) }
        #expect(store.revision == 1)
    }

    @Test("A transaction writes at one revision, sees its own writes, and takes the branch its conditions say")
    mutating func transactions() throws {
        try put("a", "1")
        let transaction = Transaction(
            if: [Condition(KeySpan(Array("a".utf8)), .equal, .modRevision(2))],
            then: [
                .put(Put(Key("b"), [1])), .put(Put(Key("c"), [2])), .range(RangeQuery(KeySpan(Array("b".utf8)))),
                .delete(Deletion(KeySpan(Array("a".utf8)))),
            ], else: [.range(RangeQuery(KeySpan(Array("a".utf8))))])
        guard case .transaction(true, let results)? = try store.apply(.write(.transaction(transaction))),
            case .range(let seen) = results[2]
        else {
            Issue.record("the condition holds")
            return
        }
        #expect(seen.entries.first?.version.revision == Revision(main: 3, sub: 0))
        #expect(store.revision == 3)
        guard case .transaction(false, let second)? = try store.apply(.write(.transaction(transaction))) else {
            Issue.record("the condition doesn't hold any more")
            return
        }
        #expect(second == [.range(RangeResult())])
        #expect(store.revision == 3)
    }

    @Test(
        "A key may be written once in a transaction",
        arguments: [
            [Operation.put(Put(Key("a"), [])), .put(Put(Key("a"), []))],
            [.put(Put(Key("a"), [])), .delete(Deletion(.all))],
            [.delete(Deletion(.all)), .put(Put(Key("a"), []))],
            [
                .put(Put(Key("a"), [])),
                .transaction(Transaction(if: [], then: [], else: [.put(Put(Key("a"), []))])),
            ],
        ])
    mutating func duplicates(operations: [Operation]) throws {
        let transaction = Transaction(if: [], then: operations)
        #expect(throws: Refusal.duplicateKey) { try store.apply(.write(.transaction(transaction))) }
    }

    @Test("Both branches of a transaction may write the same key")
    mutating func branches() throws {
        let put = Operation.put(Put(Key("a"), []))
        try store.apply(.write(.transaction(Transaction(if: [], then: [put], else: [put]))))
        #expect(store.revision == 2)
    }

    @Test("Compaction forgets what is superseded, and refuses the past and the future")
    mutating func compaction() throws {
        try put("a", "1")
        try put("b", "1")
        try put("a", "2")
        try delete("b")
        try put("c", "1")
        try store.apply(.compact(revision: 4))
        #expect(try values(revision: 4) == ["a=2", "b=1"])
        #expect(throws: Refusal.compacted(revision: 4)) { try values(revision: 3) }
        #expect(throws: Refusal.futureRevision) { try values(revision: 7) }
        #expect(throws: Refusal.compacted(revision: 4)) { try store.apply(.compact(revision: 4)) }
        #expect(throws: Refusal.futureRevision) { try store.apply(.compact(revision: 9)) }
        let before = store.size
        try store.apply(.compact(revision: 6))
        #expect(store.size < before)
        #expect(store.keyCount == 2, "a deleted key is forgotten altogether")
        #expect(try values() == ["a=2", "c=1"])
    }

    @Test("A watcher sees each change once, from where it begins, a revision's changes together")
    mutating func watching() throws {
        try put("a", "1")
        try put("x", "1")
        try store.apply(
            .write(.transaction(Transaction(if: [], then: [.put(Put(Key("b"), [])), .put(Put(Key("a"), []))]))))
        try delete("a")
        var watcher = Watcher(KeySpan(Array("a".utf8), rangeEnd: Array("c".utf8)), from: 3)
        watcher.wantsPrevious = true
        #expect(try store.advance(&watcher, limit: 1).isEmpty, "x isn't watched")
        #expect(watcher.next == 4)
        #expect(try store.advance(&watcher, limit: 1).map(\.entry.key) == [Key("b"), Key("a")])
        let deletion = try store.advance(&watcher, limit: 1)
        #expect(deletion.map(\.entry.version.isTombstone) == [true])
        #expect(deletion.first?.previous?.version.number == 2)
        #expect(watcher.next == 6)
        #expect(try store.advance(&watcher, limit: 1).isEmpty)
    }

    @Test("A watcher that is overtaken by a compaction is told so; from the compacted revision on it may watch")
    mutating func overtaken() throws {
        for value in 1...5 { try put("a", "\(value)") }
        try delete("a")
        try store.apply(.compact(revision: 7))
        var late = Watcher(.all, from: 6)
        #expect(throws: Refusal.compacted(revision: 7)) { try store.advance(&late, limit: 10) }
        var early = Watcher(.all, from: 7)
        #expect(try store.advance(&early, limit: 10).map(\.entry.version.isTombstone) == [true])
    }

    @Test("With a lease its keys go, at one revision")
    mutating func leases() throws {
        try store.apply(.grantLease(id: 7, timeToLive: 10))
        try put("b", "1", lease: 7)
        try put("a", "1", lease: 7)
        try put("c", "1", lease: 7)
        try put("c", "2")
        #expect(store.leases[7]?.keys == [Key("a"), Key("b")])
        #expect(throws: Refusal.leaseExists) { try store.apply(.grantLease(id: 7, timeToLive: 10)) }
        try store.apply(.revokeLease(id: 7))
        #expect(try values() == ["c=2"])
        #expect(store.revision == 6)
        #expect(throws: Refusal.leaseNotFound) { try store.apply(.revokeLease(id: 7)) }
    }

    @Test("A lease expires when it was not renewed in time")
    func clock() {
        var clock = LeaseClock()
        clock.start(1, timeToLive: 10, now: .seconds(0))
        clock.start(2, timeToLive: 5, now: .seconds(0))
        #expect(clock.expired(now: .seconds(4)) == [])
        #expect(clock.remaining(1, now: .seconds(4)) == .seconds(6))
        clock.start(2, timeToLive: 5, now: .seconds(4))
        #expect(clock.expired(now: .seconds(9)) == [2])
        #expect(clock.expired(now: .seconds(10)) == [2, 1])
        clock.stop(2)
        #expect(clock.expired(now: .seconds(10)) == [1])
    }

    @Test("A range is limited, counted, filtered and sorted")
    mutating func ranges() throws {
        for (index, key) in ["d", "b", "c", "a"].enumerated() { try put(key, "\(index)") }
        var query = RangeQuery(.all, limit: 2)
        var result = try store.range(query)
        #expect(result.entries.map(\.key) == [Key("a"), Key("b")])
        #expect(result.count == 4 && result.more)
        query.target = .value
        #expect(try store.range(query).entries.map(\.key) == [Key("d"), Key("b")])
        query.order = .descending
        #expect(try store.range(query).entries.map(\.key) == [Key("a"), Key("c")])
        query = RangeQuery(.all)
        query.minModRevision = 3
        query.maxModRevision = 4
        #expect(try store.range(query).entries.map(\.key) == [Key("b"), Key("c")])
        query.countOnly = true
        result = try store.range(query)
        #expect(result.entries.isEmpty && result.count == 4)
    }
}
