internal import Conformance

/// Step 3: keys, and how they were.
enum KeyCases {
    static let topic = Topic(
        step: 3, name: "keys", page: "learning/data_model/",
        invariant: "A reader at a revision sees what a reader saw when that revision was the newest.",
        look: "Store/History.swift: which version was there then? Store/Reading.swift: which keys are in the range?")

    private static let past = "Old versions of keys can still be accessed through previous revisions."
    private static let lives =
        "Creating a key increments the version of that key, starting at 1 if the key does not exist at the current "
        + "revision. Deleting a key generates a key tombstone, concluding the key's current generation by resetting its "
        + "version to 0."

    static let all =
        revisions + lifetimes + ranges + filters + RangeOrderCases.all + LeaseCases.all + [
            topic.random(
                "random-keys", must: "A store MUST answer at every revision as it would have answered then.",
                says: past, RandomStore.keys)
        ]

    private static let revisions = [
        topic.story(
            "first-revision", must: "An empty store MUST be at revision 1, and each write MUST add one.",
            says: "When the store is created, the initial revision is 1.",
            """
            revision
            → 1
            put a 1
            put b 1
            revision
            → 3
            """),
        topic.story(
            "put-and-get", must: "A key MUST have the value that was put last.", weight: 2,
            """
            put a 1
            put a 2
            get a
            → a=2
            get b
            → nothing
            """),
        topic.story(
            "the-past", must: "A key MUST be readable as it was at an older revision.", weight: 2, says: past,
            """
            put a 1
            put b 1
            put a 2
            get a @2
            → a=1
            get a @3
            → a=1
            get a @4
            → a=2
            """),
        topic.story(
            "before-it-was", must: "A key MUST NOT be there at a revision before it was put.", says: past,
            """
            put a 1
            put b 1
            get b @2
            → nothing
            get * @2
            → a=1
            """),
        topic.story(
            "future", must: "A revision that isn't there yet MUST be refused.", page: "learning/api/",
            """
            put a 1
            get a @3
            → refused: future revision
            """),
        topic.story(
            "nothing-deleted", must: "A deletion of nothing MUST leave the revision as it is.",
            """
            put a 1
            delete b
            → deleted 0
            revision
            → 2
            """),
    ]

    private static let lifetimes = [
        topic.story(
            "numbers", must: "A key's version MUST count its writes, its revisions MUST be the store's.", weight: 2,
            says: lives,
            look: "Store/Writing.swift: what does a version take over from the one before?",
            """
            put a 1
            get a full
            → a=1 created=2 modified=2 version=1
            put b 1
            put a 2
            get a full
            → a=2 created=2 modified=4 version=2
            """),
        topic.story(
            "second-life", must: "A key that is put again after its deletion MUST begin anew.", weight: 2, says: lives,
            """
            put a 1
            put a 2
            delete a
            → deleted 1
            get a
            → nothing
            put a 3
            get a full
            → a=3 created=5 modified=5 version=1
            """),
        topic.story(
            "deleted-then", must: "A key MUST be gone at the revision of its deletion, and MUST be there before.",
            says: past,
            """
            put a 1
            delete a
            put b 1
            get a @2
            → a=1
            get a @3
            → nothing
            get a @4
            → nothing
            """),
        topic.story(
            "past-of-two-lives", must: "Each life of a key MUST be readable at its revisions.", says: past,
            """
            put a 1
            delete a
            put a 2
            get a @2 full
            → a=1 created=2 modified=2 version=1
            get a @4 full
            → a=2 created=4 modified=4 version=1
            """),
        topic.story(
            "same-value", must: "A put of the same value MUST be a write like any other.",
            """
            put a 1
            put a 1
            get a full
            → a=1 created=2 modified=3 version=2
            """),
        topic.story(
            "previous", must: "A put that asks for it MUST be told what was there before.", page: "learning/api/",
            """
            put a 1 prev
            → was nothing
            put a 2 prev
            → was a=1
            delete a prev
            → deleted 1: a=2
            put a 3 prev
            → was nothing
            """),
        topic.story(
            "keeps-value",
            must: "A put that keeps the value MUST be a write, and be refused where there is none.",
            page: "learning/api/",
            """
            put a keep-value
            → refused: key not found
            put a 1
            put a keep-value
            get a full
            → a=1 created=2 modified=3 version=2
            """),
    ]

    private static let ranges = [
        topic.story(
            "half-open", must: "A range MUST have its beginning in it, and MUST NOT have its end.", weight: 2,
            page: "learning/api/",
            """
            put a 1
            put b 2
            put c 3
            get a..c
            → a=1, b=2
            get b..
            → b=2, c=3
            """),
        topic.story(
            "byte-order", must: "Keys MUST be in the order of their bytes.",
            says: "The key space has a lexically sorted index on byte string keys so range queries are inexpensive.",
            """
            put b 1
            put a/b 2
            put a 3
            put B 4
            put a-b 5
            get *
            → B=4, a=3, a-b=5, a/b=2, b=1
            """),
        topic.story(
            "prefix", must: "A prefix MUST bring the keys that begin with it, and no others.", page: "learning/api/",
            """
            put /pods/a 1
            put /pods/b 2
            put /podsx 3
            put /nodes/a 4
            get /pods/*
            → /pods/a=1, /pods/b=2
            """),
        topic.story(
            "deletion-of-a-range", must: "A deletion of many keys MUST make one revision.", weight: 2,
            """
            put a 1
            put b 2
            put c 3
            delete a..c prev
            → deleted 2: a=1, b=2
            revision
            → 5
            get *
            → c=3
            get * @4
            → a=1, b=2, c=3
            """),
    ]

    private static let filters = [
        topic.story(
            "keys-only", must: "A range that asks for keys only MUST leave values out.", page: "learning/api/",
            """
            put a 1
            put b 2
            get * keys
            → a=, b=
            """),
        topic.story(
            "bounds", must: "Bounds on revisions MUST choose what is returned, and MUST NOT change what is counted.",
            page: "dev-guide/api_reference_v3/",
            """
            put a 1
            put b 2
            put c 3
            put a 4
            get * min-mod=4
            → a=4, c=3 (of 3)
            get * max-mod=3
            → b=2 (of 3)
            get * min-create=3 max-create=3
            → b=2 (of 3)
            """),
    ]
}
