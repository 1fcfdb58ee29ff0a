internal import Conformance

/// Step 6: the past is forgotten up to a revision, and nothing else.
enum CompactionCases {
    static let topic = Topic(
        step: 6, name: "compaction", page: "learning/data_model/",
        invariant: "From the compacted revision on, everything is as it was; before it, everything is refused.",
        look: "Store/History.swift: which versions can still be seen from that revision on?")

    private static let removes =
        "Once a compaction happens, any generation ended before the compaction revision will be removed, and values set "
        + "before the compaction revision except the latest one will be removed."
    private static let maintenance = "op-guide/maintenance/"

    static let all =
        reading + refusals + watching + snapshots + [
            topic.random(
                "random-compactions", must: "From the compacted revision on, nothing MUST have changed.", says: removes,
                RandomStore.compactions)
        ]

    private static let reading = [
        topic.story(
            "latest-stays", must: "The latest version of a key MUST stay, however old it is.", weight: 2, says: removes,
            """
            put a 1
            put b 1
            put b 2
            put c 1
            compact 5
            get * full
            → a=1 created=2 modified=2 version=1, b=2 created=3 modified=4 version=2, c=1 created=5 modified=5 version=1
            """),
        topic.story(
            "before-is-refused", must: "A revision before the compacted one MUST be refused.", weight: 2,
            """
            put a 1
            put a 2
            put a 3
            compact 3
            get a @2
            → refused: compacted at 3
            """),
        topic.story(
            "at-is-readable", must: "The compacted revision itself MUST be readable.", weight: 2, says: removes,
            """
            put a 1
            put b 1
            put a 2
            put a 3
            compact 4
            get * @4
            → a=2, b=1
            get * @5
            → a=3, b=1
            """),
        topic.story(
            "later-stays", must: "What came behind the compacted revision MUST stay.",
            """
            put a 1
            put a 2
            put a 3
            put a 4
            compact 3
            get a @3
            → a=2
            get a @4
            → a=3
            """),
        topic.story(
            "revision-stays", must: "A compaction MUST NOT make a revision.",
            """
            put a 1
            put a 2
            compact 3
            revision
            → 3
            put a 3
            get a full
            → a=3 created=2 modified=4 version=3
            """),
        topic.story(
            "deleted-keys-go", must: "A key that was deleted before MUST be forgotten.", says: removes,
            """
            put a 1
            delete a
            put b 1
            compact 4
            get a
            → nothing
            put a 2
            get a full
            → a=2 created=5 modified=5 version=1
            """),
        topic.story(
            "deleted-later", must: "A key that was deleted behind the compacted revision MUST be readable at it.",
            says: removes,
            """
            put a 1
            put b 1
            delete a
            compact 3
            get a @3
            → a=1
            get a @4
            → nothing
            """),
    ]

    private static let refusals = [
        topic.story(
            "again", must: "A revision that was compacted MUST be refused.",
            """
            put a 1
            put a 2
            compact 3
            compact 3
            → refused: compacted at 3
            compact 2
            → refused: compacted at 3
            """),
        topic.story(
            "future", must: "A revision that isn't there yet MUST be refused.",
            """
            put a 1
            compact 3
            → refused: future revision
            get a @2
            → a=1
            """),
        topic.story(
            "several", must: "A second compaction MUST forget more, and nothing that is needed.",
            """
            put a 1
            put b 1
            put a 2
            compact 3
            put a 3
            put b 2
            compact 5
            get * @5
            → a=3, b=1
            get *
            → a=3, b=2
            """),
        topic.story(
            "inside-a-transaction", must: "A range inside of a transaction MUST be refused as outside.",
            """
            put a 1
            put a 2
            put a 3
            compact 4
            txn then put b 1; get a @3
            → refused: compacted at 4
            get b
            → nothing
            """),
    ]

    private static let watching = [
        topic.story(
            "lost-history", must: "A watch from a revision before the compacted one MUST be told so.",
            says:
                "Compact_Revision - set to the minimum historical revision available to etcd if a watcher tries watching "
                + "at a compacted revision.", weight: 2, page: "learning/api/",
            look: "Store/Watching.swift: how does a watcher learn that history is gone?",
            """
            put a 1
            put a 2
            put a 3
            compact 4
            watch w a from=3
            drain w
            → refused: compacted at 4
            """),
        topic.story(
            "slow-watcher", must: "A watch that has not got there before the compaction MUST be told so.",
            page: "learning/api/", look: "Store/Watching.swift: how does a watcher learn that history is gone?",
            """
            watch w a from=2
            put a 1
            put a 2
            put a 3
            next w limit=1
            → @2 put a=1
            compact 4
            next w
            → refused: compacted at 4
            """),
        topic.story(
            "watch-from-there", must: "A watch from the compacted revision MUST see it.", weight: 2,
            """
            put a 1
            put a 2
            put a 3
            compact 3
            watch w a from=3
            drain w
            → @3 put a=2; @4 put a=3
            """),
        topic.story(
            "deletion-there", must: "A watch from the compacted revision MUST see a deletion at it.",
            says: "All superseded keys with a revision less than the compaction revision will be removed.", weight: 2,
            page: "dev-guide/api_reference_v3/",
            """
            put a 1
            put b 1
            delete a
            compact 4
            watch w * from=4
            drain w
            → @4 delete a
            put a 2
            drain w
            → @5 put a=2
            """),
    ]

    private static let snapshots = [
        topic.story(
            "restart", must: "After a restart everything MUST be as before.", page: "learning/api_guarantees/",
            look: "Store/History.swift, and what Log/Snapshot.swift does with it.",
            """
            put a 1
            put a 2
            put b 1
            delete b
            compact 3
            restart
            → 5
            get * full
            → a=2 created=2 modified=3 version=2
            get b @4
            → b=1
            get a @2
            → refused: compacted at 3
            put c 1
            get c full
            → c=1 created=6 modified=6 version=1
            """),
        topic.story(
            "restart-behind-a-deletion",
            must: "A restart MUST NOT take the revision back, though nothing is left of the last one.",
            says: "etcd#17780: the revision decreased after a compaction of the last deletion, and a crash.", weight: 2,
            page: "learning/api_guarantees/",
            look: "Log/Snapshot.swift: where does the revision come from?",
            """
            put a 1
            put b 1
            delete b
            compact 4
            restart
            → 4
            put c 1
            get c full
            → c=1 created=5 modified=5 version=1
            """),
        topic.story(
            "restart-and-watch", must: "After a restart a watch MUST see the same changes.",
            page: "learning/api_guarantees/", look: "Log/Snapshot.swift: restoreChanges.",
            """
            put a 1
            put b 1
            txn then put c 1; delete a
            compact 4
            restart
            → 4
            watch w * from=4
            drain w
            → @4 put c=1, delete a
            """),
        topic.story(
            "restart-and-leases", must: "After a restart keys MUST still live with their leases.",
            page: "learning/api_guarantees/", look: "Log/Snapshot.swift: restore.",
            """
            lease 7
            lease 8
            put a 1 lease=7
            put b 1 lease=7
            put b 2 lease=8
            restart
            → 4
            revoke 7
            get *
            → b=2
            put c 1 lease=8
            revoke 8
            get *
            → nothing
            """),
    ]
}
