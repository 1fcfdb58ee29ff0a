internal import Conformance

/// Step 5: a watcher is a place in the list of changes.
enum WatchCases {
    static let topic = Topic(
        step: 5, name: "watch", page: "learning/api_guarantees/",
        invariant: "A watcher sees every change of its keys once, in order, and the changes of one revision together.",
        look: "Store/Watching.swift: where does the watcher stand, and up to where does one call bring it?")

    private static let ordered =
        "Ordered - events are ordered by revision; an event will never appear on a watch if it precedes an event in time "
        + "that has already been posted."
    private static let unique = "Unique - an event will never appear on a watch twice."
    private static let reliable =
        "Reliable - a sequence of events will never drop any subsequence of events within the available history window."
    private static let whole =
        "Atomic - a list of events is guaranteed to encompass complete revisions; updates in the same revision over "
        + "multiple keys will not be split over several lists of events."
    private static let resumable =
        "Resumable - A broken watch can be resumed by establishing a new watch starting after the last revision received "
        + "in a watch event before the break, so long as the revision is in the history window."

    static let all =
        guarantees + sights + choices + [
            topic.random(
                "random-watches", must: "A watcher MUST see each change of its keys once and in order.",
                says: reliable, RandomStore.watches)
        ]

    private static let guarantees = [
        topic.story(
            "ordered", must: "Changes MUST be seen in the order of their revisions.", weight: 2, says: ordered,
            """
            watch w * from=2
            put b 1
            put a 2
            put c 3
            drain w
            → @2 put b=1; @3 put a=2; @4 put c=3
            """),
        topic.story(
            "unique", must: "A change MUST be seen once.", weight: 2, says: unique,
            """
            watch w *
            put a 1
            drain w
            → @2 put a=1
            put a 2
            drain w
            → @3 put a=2
            drain w
            → nothing
            """),
        topic.story(
            "reliable", must: "A value that was overwritten before anybody looked MUST be seen nevertheless.",
            weight: 2, says: reliable,
            """
            watch w a
            put a 1
            put a 2
            delete a
            put a 3
            drain w
            → @2 put a=1; @3 put a=2; @4 delete a; @5 put a=3
            """),
        topic.story(
            "atomic", must: "The changes of one revision MUST come together, however little is asked for.", weight: 2,
            says: whole,
            """
            put a 1
            txn then put b 1; put c 1; put d 1
            put e 1
            watch w * from=2
            next w limit=2
            → @2 put a=1; @3 put b=1, put c=1, put d=1
            next w limit=1
            → @4 put e=1
            """),
        topic.story(
            "atomic-first", must: "A revision MUST come whole when it is the first, too.", says: whole,
            """
            txn then put a 1; put b 1; put c 1
            put d 1
            watch w * from=2
            next w limit=1
            → @2 put a=1, put b=1, put c=1
            """),
        topic.story(
            "resumable", must: "A watch from the revision behind the last one seen MUST go on without a gap.",
            says: resumable,
            """
            put a 1
            put a 2
            watch w a from=2
            drain w
            → @2 put a=1; @3 put a=2
            put a 3
            put b 1
            put a 4
            watch again a from=4
            drain again
            → @4 put a=3; @6 put a=4
            """),
        topic.story(
            "order-of-a-transaction", must: "Changes of one revision MUST be in the order of their operations.",
            """
            watch w *
            txn then put c 1; put a 2; put b 3
            drain w
            → @2 put c=1, put a=2, put b=3
            """),
    ]

    private static let sights = [
        topic.story(
            "the-past", must: "A watch from an older revision MUST begin there.", says: reliable,
            """
            put a 1
            put a 2
            put a 3
            watch w a from=3
            drain w
            → @3 put a=2; @4 put a=3
            """),
        topic.story(
            "from-now", must: "A watch from now on MUST NOT see what was before.", page: "learning/api/",
            """
            put a 1
            watch w a
            put a 2
            drain w
            → @3 put a=2
            """),
        topic.story(
            "the-future", must: "A watch from a revision that isn't there yet MUST see nothing before it.",
            page: "learning/api/",
            """
            watch w a from=4
            drain w
            → nothing
            put a 1
            put a 2
            drain w
            → nothing
            put a 3
            drain w
            → @4 put a=3
            """),
        topic.story(
            "own-keys", must: "A watch MUST see its keys, and no others.", weight: 2,
            """
            watch w b..d
            put a 1
            put b 1
            put c 1
            put d 1
            drain w
            → @3 put b=1; @4 put c=1
            """),
        topic.story(
            "several", must: "Each watch MUST have a place of its own.",
            """
            watch one a
            put a 1
            drain one
            → @2 put a=1
            watch two a from=2
            put a 2
            drain two
            → @2 put a=1; @3 put a=2
            drain one
            → @3 put a=2
            """),
        topic.story(
            "revoked-lease", must: "The deletions of a revoked lease MUST be seen, together.",
            """
            lease 7
            put a 1 lease=7
            put b 1 lease=7
            watch w *
            revoke 7
            drain w
            → @4 delete a, delete b
            """),
    ]

    private static let choices = [
        topic.story(
            "previous", must: "A watch that asks for it MUST be told what each change replaced.", weight: 2,
            page: "learning/api/",
            """
            put a 1
            watch w a from=2 prev
            put a 2
            delete a
            put a 3
            drain w
            → @2 put a=1; @3 put a=2 (was a=1); @4 delete a (was a=2); @5 put a=3
            """),
        topic.story(
            "previous-of-the-past",
            must: "What a change replaced MUST be what was there then, not what is there now.",
            """
            put a 1
            put a 2
            put a 3
            watch w a from=3 prev
            next w limit=1
            → @3 put a=2 (was a=1)
            """),
        topic.story(
            "no-deletions", must: "A watch without deletions MUST see puts only.", page: "dev-guide/api_reference_v3/",
            """
            watch w * no-delete
            put a 1
            delete a
            put a 2
            drain w
            → @2 put a=1; @4 put a=2
            """),
        topic.story(
            "no-puts", must: "A watch without puts MUST see deletions only.", page: "dev-guide/api_reference_v3/",
            """
            watch w * no-put prev
            put a 1
            delete a
            put a 2
            drain w
            → @3 delete a (was a=1)
            """),
    ]
}
