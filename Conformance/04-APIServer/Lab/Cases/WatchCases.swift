internal import Conformance

/// Step 3: what has changed since.
enum WatchCases {
    static let topic = Topic(
        step: 3, name: "watch", source: Page.concepts,
        invariant:
            "A list and every change after its version are together what a list says now: nothing is missed, nothing "
            + "comes twice.",
        look: "ResourceCache.swift: place, changes. Selection.swift: event.")

    static let all =
        changes + selections + history + [
            topic.random(
                "random-replay",
                must: "Whoever lists, and applies what a watch says, MUST have what a later list has.",
                RandomReplay.tell)
        ]

    private static let changes = [
        topic.story(
            "after", must: "A watch MUST tell every change after the version, in order, and none before.", weight: 2,
            says: "a client can watch for … changes that occurred after a given resourceVersion",
            """
            create configmaps/a data.color=red
            read configmaps as jane
            create configmaps/b
            update configmaps/a data.color=blue
            delete configmaps/b
            watch configmaps after=jane → ADDED b, MODIFIED a, DELETED b
            """),
        topic.story(
            "own-version", must: "A watch from an object's own version MUST NOT repeat that version.",
            """
            create configmaps/a data.color=red
            update configmaps/a data.color=blue
            read configmaps/a as jane
            watch configmaps after=jane → nothing
            update configmaps/a data.color=green
            watch configmaps after=jane show data.color → MODIFIED a green
            """),
        topic.story(
            "each-version", must: "A watch MUST tell every version, not only the last one.",
            """
            create configmaps/a data.color=red
            read configmaps as jane
            update configmaps/a data.color=blue
            update configmaps/a data.color=green
            watch configmaps after=jane show data.color → MODIFIED a blue, MODIFIED a green
            """),
        topic.story(
            "resume", must: "A watch MUST go on after the version of the last event that was seen.",
            """
            create configmaps/a
            create configmaps/b
            read configmaps/b as jane
            create configmaps/c
            delete configmaps/a
            watch configmaps after=jane → ADDED c, DELETED a
            """),
        topic.story(
            "other-resources", must: "A watch MUST NOT tell of other resources, though they share the versions.",
            """
            create configmaps/a
            read configmaps as jane
            create deployments/web
            create configmaps/b
            watch configmaps after=jane → ADDED b
            watch deployments after=jane → ADDED web
            """),
        topic.story(
            "last-state", must: "The event of a deletion MUST have the object as it last was.",
            """
            create configmaps/a data.color=red
            update configmaps/a data.color=blue
            read configmaps as jane
            delete configmaps/a
            watch configmaps after=jane show data.color → DELETED a blue
            """),
        topic.story(
            "version-of-the-end", must: "The event of a deletion MUST carry the version of the deletion.", weight: 2,
            look: "StoredObject.swift: deleted(at:). Whoever goes on from there must not see everything once more.",
            """
            create configmaps/a
            create configmaps/b
            read configmaps as jane
            update configmaps/b data.color=red
            delete configmaps/a
            watch configmaps after=jane reader=joe → MODIFIED b, DELETED a
            watch configmaps after=joe → nothing
            """),
    ]

    private static let selections = [
        topic.story(
            "begins-to-match", must: "An object that begins to match the selector MUST be told as ADDED.", weight: 2,
            look: "Selection.swift: event",
            """
            create configmaps/a
            read configmaps as jane
            update configmaps/a labels.app=web
            watch configmaps after=jane selector=app=web → ADDED a
            """),
        topic.story(
            "ceases-to-match", must: "An object that no longer matches the selector MUST be told as DELETED.",
            weight: 2,
            look: "Selection.swift: event",
            """
            create configmaps/a labels.app=web
            read configmaps as jane
            update configmaps/a labels.app=db
            watch configmaps after=jane selector=app=web → DELETED a
            """),
        topic.story(
            "never-matched", must: "Of objects that never matched, a watch MUST say nothing, not even their end.",
            look: "Selection.swift: event",
            """
            create configmaps/a labels.app=db
            read configmaps as jane
            update configmaps/a labels.app=cache
            delete configmaps/a
            watch configmaps after=jane selector=app=web → nothing
            """),
        topic.story(
            "namespace", must: "A watch of a namespace MUST NOT tell of others.",
            """
            create configmaps/a
            read configmaps as jane
            create configmaps/b
            create configmaps/c in=other
            watch configmaps after=jane → ADDED b
            watch configmaps after=jane in=all → ADDED b, ADDED c
            """),
    ]

    private static let history = [
        topic.story(
            "expired", must: "A watch from a version whose successors are forgotten MUST be refused with 410 Expired.",
            weight: 2,
            says: "Clients must handle the case by recognizing the status code 410 Gone, clearing their local cache, "
                + "performing a new get or list operation, and starting the watch from the resourceVersion that was returned",
            look: "ResourceCache.swift: place. A gap must be told, never jumped.",
            """
            history 2
            create configmaps/a
            read configmaps as jane
            create configmaps/b
            create configmaps/c
            create configmaps/d
            watch configmaps after=jane → 410 Expired
            """),
        topic.story(
            "just-remembered", must: "As long as every change after the version is remembered, a watch MUST tell them.",
            weight: 2,
            look: "ResourceCache.swift: oldestRevision is the last version that is forgotten.",
            """
            history 2
            create configmaps/a
            create configmaps/b
            read configmaps as jane
            create configmaps/c
            create configmaps/d
            watch configmaps after=jane → ADDED c, ADDED d
            """),
        topic.story(
            "list-again", must: "After a list, a watch MUST be possible again.",
            """
            history 1
            create configmaps/a
            create configmaps/b
            create configmaps/c
            read configmaps as jane
            create configmaps/d
            watch configmaps after=jane → ADDED d
            """),
        topic.story(
            "history-bounded", must: "A server MUST NOT remember more than its limit, however many objects there are.",
            look: "ResourceCache.swift: forgetOldest",
            """
            history 3
            create configmaps/a
            create configmaps/b
            create configmaps/c
            create configmaps/d
            list configmaps → a b c d
            watch configmaps after=0 → 410 Expired
            """),
    ]
}
