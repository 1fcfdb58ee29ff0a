internal import Conformance

/// Step 3: list, then watch; and what to do when the watch has an end.
enum InformerCases {
    static let topic = Topic(
        step: 3, name: "informer", source: Page.concepts + "#efficient-detection-of-changes",
        invariant: "Every difference between what the copy showed and what it shows comes out as exactly one change.",
        look:
            "Reflection.swift: what does the store show before, and what after? Which version does the next watch begin at?"
    )

    static let all =
        following + ends + lists + [
            topic.random(
                "random",
                must: "Whatever is missed, changes told one after the other MUST make the copy what the server has.",
                RandomHistory.tell)
        ]

    private static let following = [
        topic.story(
            "list-first", must: "An informer MUST list before it watches, and know nothing before.",
            """
            asks → list
            synced → no
            lists a@1 b@2 at 5 → +a@1 +b@2
            synced → yes
            known → a@1 b@2
            """),
        topic.story(
            "watch-from-list", must: "The watch MUST begin at the list's resource version, and at no object's.",
            weight: 2,
            says: "By fetching the list and then watching from its resourceVersion, no change is missed.",
            """
            lists a@1 b@2 at 5 → +a@1 +b@2
            asks → watch 5
            """),
        topic.story(
            "empty-list", must: "An empty list MUST count as a list.",
            """
            lists at 5 → nothing
            synced → yes
            asks → watch 5
            """),
        topic.story(
            "events", must: "Each event of the watch MUST change the copy, and come out as a change.", weight: 2,
            """
            lists a@1 at 5 → +a@1
            sees modified a@6 → a@1>6
            sees added b@7 → +b@7
            known → a@6 b@7
            sees deleted a@8 → -a@8
            known → b@7
            """),
        topic.story(
            "version-moves-on", must: "After each event the next watch MUST begin at that event's version.",
            """
            lists a@1 at 5 → +a@1
            sees modified a@6 → a@1>6
            asks → watch 6
            sees deleted a@9 → -a@9
            asks → watch 9
            """),
        topic.story(
            "bookmark", must: "A bookmark MUST move the version on, and change nothing else.", weight: 2,
            source: Page.concepts + "#watch-bookmarks",
            says:
                "A bookmark event is a special kind of event to mark that all changes up to a given resourceVersion the "
                + "client is requesting have already been sent.",
            """
            lists a@1 at 5 → +a@1
            bookmark 90 → nothing
            asks → watch 90
            known → a@1
            """),
        topic.story(
            "modified-unknown", must: "A change of an object that isn't known MUST come out as an addition.",
            """
            lists at 5 → nothing
            sees modified a@6 → +a@6
            known → a@6
            """),
        topic.story(
            "deleted-unknown", must: "The end of an object that isn't known MUST NOT come out as a change.",
            """
            lists at 5 → nothing
            sees deleted a@6 → nothing
            asks → watch 6
            """),
        topic.story(
            "seen-already", must: "An event for a version that is known already MUST NOT come out as a change.",
            """
            lists a@6 at 6 → +a@6
            sees modified a@6 → nothing
            known → a@6
            """),
        topic.story(
            "final-state", must: "A deletion that was watched MUST come out with the object's last state.",
            """
            lists a@1 at 5 → +a@1
            sees deleted a@7 → -a@7
            """),
        topic.story(
            "versions-are-words", must: "A resource version MUST NOT be compared but for being the same.", weight: 2,
            source: Page.concepts + "#resource-versions",
            says: "Clients find resource versions in resources … You must not assume resource versions are numeric or "
                + "collatable.",
            """
            lists a@99 at 99 → +a@99
            sees modified a@100 → a@99>100
            sees modified a@next → a@100>next
            asks → watch next
            bookmark 7 → nothing
            asks → watch 7
            """),
    ]

    private static let ends = [
        topic.story(
            "ends-and-goes-on", must: "A watch that has ended MUST be begun again where it stood, without a list.",
            weight: 2,
            """
            lists a@1 at 5 → +a@1
            sees modified a@6 → a@1>6
            ends → at once
            asks → watch 6
            known → a@6
            """),
        topic.story(
            "breaks", must: "After a broken connection the copy MUST stay, and the watch go on where it stood.",
            """
            lists a@1 at 5 → +a@1
            breaks → later
            asks → watch 5
            known → a@1
            synced → yes
            """),
        topic.story(
            "gone", must: "When the version is too old (410), the informer MUST list again.", weight: 2,
            source: Page.concepts + "#410-gone-responses",
            says: "clients must handle the case by recognizing the status code 410 Gone, clearing their local cache, "
                + "performing a new get or list operation, and starting the watch from the resourceVersion that was returned.",
            """
            lists a@1 at 5 → +a@1
            gone → at once
            asks → list
            synced → yes
            """),
        topic.story(
            "shows-the-old", must: "Between a 410 and the new list the copy MUST still show what it showed.",
            look: "Reflection.swift: an empty copy, even for a moment, looks to controllers as if all was deleted.",
            """
            lists a@1 b@2 at 5 → +a@1 +b@2
            gone → at once
            known → a@1 b@2
            lists a@1 b@9 at 9 → b@2>9
            """),
        topic.story(
            "failed-list", must: "A list that has failed MUST be tried again, after a while.",
            """
            breaks → later
            asks → list
            synced → no
            gone → later
            asks → list
            lists a@1 at 5 → +a@1
            asks → watch 5
            """),
    ]

    private static let lists = [
        topic.story(
            "missed-deletion",
            must: "What a new list lacks MUST come out as deleted, in the last state that was known.",
            weight: 3, source: Page.client + "tools/cache/delta_fifo.go",
            says:
                "DeletedFinalStateUnknown is placed into a DeltaFIFO in the case where an object was deleted but the watch "
                + "deletion event was missed while disconnected from apiserver.",
            """
            lists a@1 b@2 at 5 → +a@1 +b@2
            gone → at once
            lists b@2 at 9 → -a@1
            known → b@2
            """),
        topic.story(
            "list-again", must: "A new list MUST come out as its differences from the copy, and as nothing else.",
            weight: 2,
            """
            lists a@1 b@2 c@3 at 5 → +a@1 +b@2 +c@3
            gone → at once
            lists b@2 c@7 d@8 at 9 → -a@1 c@3>7 +d@8
            asks → watch 9
            """),
        topic.story(
            "all-gone", must: "A new list without anything MUST empty the copy.",
            """
            lists a@1 b@2 at 5 → +a@1 +b@2
            gone → at once
            lists at 9 → -a@1 -b@2
            known → nothing
            """),
        topic.story(
            "another-of-the-name", must: "An object made again under its name MUST come out as an end and an addition.",
            weight: 2, source: "https://kubernetes.io/docs/concepts/overview/working-with-objects/names/",
            says:
                "Every object created over the whole lifetime of a Kubernetes cluster has a distinct UID. It is intended to "
                + "distinguish between historical occurrences of similar entities.",
            look: "Reflection.swift, `set`: is it the same object, or another one of the same name?",
            """
            lists a@1 at 5 → +a@1
            gone → at once
            lists a~2@8 at 9 → -a@1 +a@8
            known → a@8
            """),
        topic.story(
            "resync", must: "A resync MUST tell everything once more, and change nothing.",
            source: Page.client + "tools/cache/shared_informer.go",
            """
            resync → nothing
            lists a@1 b@2 at 5 → +a@1 +b@2
            sees modified a@6 → a@1>6
            resync → a@6>6 b@2>2
            asks → watch 6
            known → a@6 b@2
            """),
    ]
}
