internal import Conformance

/// Step 3, too: how many keys, and in which order.
enum RangeOrderCases {
    private static let look = "Store/Reading.swift: what is counted, what is cut off, and when?"
    private static let page = "dev-guide/api_reference_v3/"
    private static let counts =
        "count is set to the actual number of keys within the range when requested. Unlike Kvs, it is unaffected by limits "
        + "and filters (e.g., Min/Max, Create/Modify, Revisions) and reflects the full count within the specified range."

    static let all = [
        KeyCases.topic.story(
            "limit", must: "A limit MUST cut the keys off, say that there are more, and still count them all.",
            says: counts, weight: 2, page: page, look: look,
            """
            put a 1
            put b 2
            put c 3
            put d 4
            put e 5
            get a..e limit=2
            → a=1, b=2 (of 4, more)
            """),
        KeyCases.topic.story(
            "limit-reached", must: "A limit that nothing is cut off by MUST NOT say that there are more.", page: page,
            look: look,
            """
            put a 1
            put b 2
            get * limit=2
            → a=1, b=2
            get * limit=3
            → a=1, b=2
            """),
        KeyCases.topic.story(
            "page-by-page", must: "Pages at one revision MUST show one state, whatever is written meanwhile.",
            page: page, look: look,
            """
            put a 1
            put b 2
            put c 3
            get a.. limit=2
            → a=1, b=2 (of 3, more)
            put bb 9
            delete c
            get bb.. @4 limit=2
            → c=3
            """),
        KeyCases.topic.story(
            "count-only", must: "A range that asks for the count MUST bring no keys, and count all.", says: counts,
            page: page, look: look,
            """
            put a 1
            put b 2
            delete a
            put c 3
            get * count
            → nothing (of 2)
            """),
        KeyCases.topic.story(
            "order", must: "Keys MUST come in the order that is asked for.", page: page, look: look,
            """
            put a 3
            put b 1
            put c 2
            put a 0
            get * desc
            → c=2, b=1, a=0
            get * by=mod
            → b=1, c=2, a=0
            get * by=create desc
            → c=2, b=1, a=0
            get * by=value
            → a=0, b=1, c=2
            get * by=version desc limit=1
            → a=0 (of 3, more)
            """),
        KeyCases.topic.story(
            "limit-after-order", must: "A limit MUST be applied behind order and bounds, not before.", page: page,
            look: look,
            """
            put a 1
            put b 2
            put c 3
            get * desc limit=1
            → c=3 (of 3, more)
            get * min-mod=4 limit=1
            → c=3 (of 3)
            """),
    ]
}

/// Step 3, too: keys that live with a lease.
enum LeaseCases {
    private static let look = "Store/Writing.swift and Store/Leases.swift: which lease has the key now?"
    private static let page = "learning/api/"

    static let all = [
        KeyCases.topic.story(
            "lease-revoked", must: "The keys of a revoked lease MUST be deleted, all at one revision.", page: page,
            look: look,
            """
            lease 7
            put a 1 lease=7
            put b 2
            put c 3 lease=7
            revoke 7
            get *
            → b=2
            revision
            → 5
            get a @4 full
            → a=1 created=2 modified=2 version=1 lease=7
            """),
        KeyCases.topic.story(
            "lease-left", must: "A key MUST leave its lease when it is put without one.", page: page, look: look,
            """
            lease 7
            put a 1 lease=7
            put a 2
            revoke 7
            get a full
            → a=2 created=2 modified=3 version=2
            """),
        KeyCases.topic.story(
            "lease-changed", must: "A key MUST live with the lease that it was put with last.", page: page, look: look,
            """
            lease 7
            lease 8
            put a 1 lease=7
            put a 2 lease=8
            revoke 7
            get a
            → a=2
            revoke 8
            get a
            → nothing
            """),
        KeyCases.topic.story(
            "lease-kept", must: "A put that keeps the lease MUST leave the key with it.", page: page, look: look,
            """
            lease 7
            put a 1 lease=7
            put a 2 keep-lease
            revoke 7
            get a
            → nothing
            """),
        KeyCases.topic.story(
            "lease-unknown", must: "A put with a lease that isn't there MUST be refused, and change nothing.",
            page: page, look: look,
            """
            put a 1 lease=9
            → refused: lease not found
            revision
            → 1
            lease 9
            put a 1 lease=9
            delete a
            revoke 9
            revision
            → 3
            put a 1 lease=9
            → refused: lease not found
            """),
    ]
}
