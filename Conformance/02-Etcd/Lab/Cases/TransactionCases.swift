internal import Conformance

/// Step 4: compare, then write, all at once.
enum TransactionCases {
    static let topic = Topic(
        step: 4, name: "transaction", page: "learning/api/",
        invariant: "A transaction's conditions are of the store before it, and all its changes have one revision.",
        look: "Store/Writing.swift: when are conditions looked at, and when is anything written?")

    private static let atomically =
        "A transaction is an atomic If/Then/Else construct over the key-value store."
    private static let once =
        "all modifications within the transaction will have the same revision … It is forbidden to modify the same key "
        + "several times within one txn."

    static let all =
        branches + conditions + atomic + refusals + [
            topic.random(
                "random-transactions", must: "A transaction MUST do all of one branch, at one revision.",
                says: atomically, RandomStore.transactions)
        ]

    private static let branches = [
        topic.story(
            "create", must: "A key MUST be created only if it isn't there, when the transaction says so.",
            says: atomically, weight: 2,
            """
            txn if mod a = 0 then put a 1 else get a
            → then: ok
            txn if mod a = 0 then put a 2 else get a
            → else: a=1
            """),
        topic.story(
            "update", must: "A key MUST be changed only if nobody else has changed it, when the transaction says so.",
            weight: 2,
            """
            put a 1
            txn if mod a = 2 then put a 2 else get a
            → then: ok
            txn if mod a = 2 then put a 3 else get a
            → else: a=2
            """),
        topic.story(
            "no-conditions", must: "A transaction without conditions MUST succeed.",
            """
            txn then put a 1; put b 2
            → then: ok; ok
            get *
            → a=1, b=2
            """),
        topic.story(
            "and", must: "All conditions MUST hold.",
            """
            put a 1
            put b 1
            txn if mod a = 2, mod b = 2 then put c 1
            → else:
            txn if mod a = 2, mod b = 3 then put c 1
            → then: ok
            """),
        topic.story(
            "else-writes", must: "The other branch MUST be done as the first would be.",
            """
            txn if version a > 0 then delete a else put a 1; put b 1
            → else: ok; ok
            revision
            → 2
            """),
    ]

    private static let conditions = [
        topic.story(
            "missing-key", must: "A key that isn't there MUST have zeros for numbers, and no value.",
            look: "Store/Writing.swift: what holds of a key that isn't there?",
            """
            txn if version a = 0, create a = 0, mod a = 0, lease a = 0 then put b 1
            → then: ok
            txn if value a = x then put c 1
            → else:
            txn if value a != x then put c 1
            → else:
            """),
        topic.story(
            "relations", must: "Equal, greater, less and not equal MUST mean what they say.",
            """
            put a 5
            put a 5
            txn if version a > 1, version a < 3, version a != 1, version a = 2 then get a
            → then: a=5
            txn if version a > 2 then get a
            → else:
            txn if value a < 6, value a > 4 then get a
            → then: a=5
            """),
        topic.story(
            "deleted-key", must: "A deleted key MUST be compared as one that isn't there.",
            """
            put a 1
            delete a
            txn if version a = 0, mod a = 0 then put a 2
            → then: ok
            """),
        topic.story(
            "range-condition", must: "A condition on a range MUST hold for each of its keys.",
            page: "dev-guide/api_reference_v3/",
            """
            put a1 x
            put a2 y
            txn if version a* = 1 then put b 1
            → then: ok
            put a1 x
            txn if version a* = 1 then put b 2
            → else:
            """),
        topic.story(
            "lease-condition", must: "A condition on a lease MUST be of the lease that the key has now.",
            """
            lease 7
            put a 1 lease=7
            txn if lease a = 7 then put a 2
            → then: ok
            txn if lease a = 7 then put a 3
            → else:
            """),
    ]

    private static let atomic = [
        topic.story(
            "one-revision", must: "All changes of a transaction MUST have the same revision.", says: once, weight: 2,
            """
            put a 0
            txn then put b 1; put c 2; delete a
            → then: ok; ok; deleted 1
            revision
            → 3
            get * full
            → b=1 created=3 modified=3 version=1, c=2 created=3 modified=3 version=1
            """),
        topic.story(
            "reading-changes-nothing", must: "A transaction that only reads MUST leave the revision as it is.",
            """
            put a 1
            txn then get a; delete b
            → then: a=1; deleted 0
            revision
            → 2
            """),
        topic.story(
            "own-writes", must: "A range MUST see what its transaction has written before it.", weight: 2,
            """
            put a 1
            txn then put a 2; get a; put b 3; get *; delete a; get *
            → refused: duplicate key
            txn then get a; put a 2; get a; put b 3; get *
            → then: a=1; ok; a=2; ok; a=2, b=3
            """),
        topic.story(
            "old-revision-inside", must: "A range at an older revision MUST NOT see what its transaction has written.",
            """
            put a 1
            put a 2
            txn then put a 3; get a @2; get a @3; get a
            → then: ok; a=1; a=2; a=3
            """),
        topic.story(
            "conditions-first",
            must: "Conditions MUST be of the store before the transaction, not of what it has written so far.", weight: 2,
            """
            put a 1
            txn if version b = 0, value a = 1 then put b 1; put a 2
            → then: ok; ok
            txn if version b = 1, value a = 2 then put b 2; put a 3
            → then: ok; ok
            """),
        topic.story(
            "delete-then-count", must: "A deletion MUST count what is there when its turn comes.",
            """
            put a1 1
            put a2 1
            txn then delete a1; delete a*
            → then: deleted 1; deleted 1
            revision
            → 4
            """),
    ]

    private static let refusals = [
        topic.story(
            "put-twice", must: "A transaction that puts a key twice MUST be refused, whatever its conditions say.",
            says: once,
            """
            txn then put a 1; put a 2
            → refused: duplicate key
            txn if version a > 9 then put a 1; put a 2
            → refused: duplicate key
            revision
            → 1
            """),
        topic.story(
            "put-and-delete", must: "A transaction that puts a key and deletes it MUST be refused.", says: once,
            """
            put b 1
            txn then put b 2; delete a..c
            → refused: duplicate key
            txn then delete a..c; put b 2
            → refused: duplicate key
            get b
            → b=1
            """),
        topic.story(
            "either-branch", must: "Both branches MAY write the same key, since only one is done; it MUST be accepted.",
            look: "Store/Validation.swift: which operations can be done together?",
            """
            txn if version a = 0 then put a 1 else put a 2
            → then: ok
            txn if version a = 0 then put a 1 else put a 2
            → else: ok
            get a
            → a=2
            """),
        topic.story(
            "all-or-nothing", must: "A transaction that is refused MUST have changed nothing.", weight: 2,
            """
            txn then put a 1; put b 2 lease=9
            → refused: lease not found
            get *
            → nothing
            revision
            → 1
            txn then put a 1; get b @9
            → refused: future revision
            get *
            → nothing
            """),
        topic.story(
            "other-branch-unseen", must: "What can't be done MUST NOT matter in the branch that isn't taken.",
            """
            txn if version a > 0 then put b 1 lease=9 else put c 1
            → else: ok
            """),
    ]
}
