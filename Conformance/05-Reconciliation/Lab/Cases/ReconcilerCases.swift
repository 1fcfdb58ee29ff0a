internal import Conformance

/// Step 4, first half: what lies between two states.
enum ReconcilerCases {
    static let topic = Topic(
        step: 4, name: "level", source: Page.controllers,
        invariant: "What is written follows from the two states, and from nothing that has happened.",
        look: "StateDifference.swift: which of the two has it, and are they alike?")

    static let all = [
        topic.story(
            "creates", must: "What should be and isn't there MUST be created.",
            """
            desired blue/motd text=hello
            desired green/motd text=hello
            observed green/motd@4 text=hello
            writes → create blue/motd
            written blue/motd → text=hello
            """),
        topic.story(
            "updates", must: "What is there in another form MUST be updated.",
            """
            desired blue/motd text=hello
            observed blue/motd@4 text=old more=x
            writes → update blue/motd
            written blue/motd → text=hello
            """),
        topic.story(
            "deletes", must: "What is there and shouldn't be MUST be deleted.",
            """
            observed blue/motd@4 text=hello
            writes → delete blue/motd
            """),
        topic.story(
            "rests", must: "Where all is as it should be nothing MUST be written.", weight: 2,
            says: "The control loop is a non-terminating loop that regulates the state of a system.",
            look: "StateDifference.swift: whoever writes what is so already is woken by the write, and writes again.",
            """
            desired blue/motd text=hello app:web
            observed blue/motd@4 text=hello app:web
            writes → nothing
            """),
        topic.story(
            "all-at-once", must: "All differences MUST be found at one look.", weight: 2,
            """
            desired blue/motd text=hello
            desired green/motd text=hello
            desired red/motd text=hello
            observed green/motd@4 text=old
            observed red/motd@5 text=hello
            observed grey/motd@6 text=hello
            writes → create blue/motd, delete grey/motd, update green/motd
            """),
        topic.story(
            "others-labels", must: "Labels that others have put on an object MUST stay, and MUST NOT lead to a write.",
            weight: 2, source: Page.conventions,
            look: "StateDifference.swift, `made(like:)`: which of the labels are yours?",
            """
            desired blue/motd text=hello app:web
            observed blue/motd@4 text=hello app:web team:blue
            writes → nothing
            observed blue/motd@5 text=old team:blue
            writes → update blue/motd
            written blue/motd → text=hello app:web team:blue
            """),
        topic.story(
            "based-on", must: "An update MUST carry the resource version that it is based on.", weight: 2,
            source: Page.conventions + "#concurrency-control-and-consistency",
            says: "Kubernetes leverages the concept of resource versions to achieve optimistic concurrency.",
            """
            desired blue/motd text=hello
            observed blue/motd@4 text=old
            writes → update blue/motd
            based-on blue/motd → 4
            """),
        topic.story(
            "ending", must: "What is being deleted MUST be left alone.",
            source: "https://kubernetes.io/docs/concepts/overview/working-with-objects/finalizers/",
            """
            desired blue/motd text=hello
            observed blue/motd@4 text=old ending
            writes → nothing
            nothing-desired
            writes → nothing
            """),
        topic.story(
            "same-look-same-answer", must: "Two looks at the same states MUST give the same writes.", weight: 2,
            source: Page.writing,
            look: "StateDifference.swift: it isn't asked what was done before, and mustn't remember it.",
            """
            desired blue/motd text=hello
            writes → create blue/motd
            writes → create blue/motd
            """),
        topic.random(
            "random", must: "Once the writes are carried out, there MUST be what should be.", RandomStates.tell),
    ]
}

/// Step 4, second half: what was written and isn't seen yet.
enum ExpectationCases {
    static let topic = Topic(
        step: 4, name: "expectations", source: Page.writing,
        invariant: "A key is acted on only when the cache shows all that was written for it, or after five minutes.",
        look: "WriteExpectations.swift: what was the write based on, and does the cache show anything else by now?")

    static let all = [
        topic.story(
            "nothing-written", must: "A key that nothing was written for MUST be acted on.",
            """
            acts web → yes
            """),
        topic.story(
            "creation", must: "After a creation a key MUST NOT be acted on until the object is seen.", weight: 2,
            """
            expects web create blue/motd
            acts web → no
            observes +blue/motd@5
            acts web → yes
            """),
        topic.story(
            "update", must: "After an update a key MUST NOT be acted on until another version is seen.", weight: 2,
            """
            expects web update blue/motd@4
            acts web → no
            observes blue/motd@4>5
            acts web → yes
            """),
        topic.story(
            "deletion", must: "After a deletion a key MUST NOT be acted on until the end is seen.",
            """
            expects web delete blue/motd@4
            acts web → no
            observes -blue/motd@4
            acts web → yes
            """),
        topic.story(
            "deletion-begun", must: "A deleted object that is seen to be going MUST count as seen.",
            """
            expects web delete blue/motd@4
            observes blue/motd@4>5
            acts web → yes
            """),
        topic.story(
            "old-news", must: "What a resync tells of the version that a write is based on MUST NOT count.", weight: 2,
            look: "WriteExpectations.swift, `observe`: is this news, or what you have based your write upon?",
            """
            expects web update blue/motd@4
            observes blue/motd@4>4
            acts web → no
            """),
        topic.story(
            "older-news", must: "The arrival of the version that a write is based on MUST NOT count.",
            """
            expects web update blue/motd@4
            observes blue/motd@3>4
            acts web → no
            observes blue/motd@4>5
            acts web → yes
            """),
        topic.story(
            "any-other-version",
            must: "Any other version than the one a write is based on MUST count, whoever has made it.",
            source: Page.concepts + "#resource-versions",
            """
            expects web update blue/motd@9
            observes blue/motd@9>10
            acts web → yes
            """),
        topic.story(
            "all-of-them", must: "A key MUST NOT be acted on until everything is seen that was written for it.",
            weight: 2,
            """
            expects web create blue/motd
            expects web create green/motd
            observes +blue/motd@5
            acts web → no
            observes +green/motd@6
            acts web → yes
            """),
        topic.story(
            "refused", must: "A write that was refused MUST NOT be waited for.", weight: 2,
            """
            expects web create blue/motd
            refused blue/motd
            acts web → yes
            """),
        topic.story(
            "one-refused", must: "A write that was refused MUST NOT make the others count as seen.",
            """
            expects web create blue/motd
            expects web update green/motd@4
            refused green/motd
            acts web → no
            observes +blue/motd@5
            acts web → yes
            """),
        topic.story(
            "each-key-for-itself", must: "What was written for one key MUST NOT make another one wait.",
            """
            expects web create blue/motd
            acts shop → yes
            expects shop create blue/news
            observes +blue/news@6
            acts shop → yes
            acts web → no
            """),
        topic.story(
            "others", must: "What happens to objects that weren't written MUST NOT count.",
            """
            expects web create blue/motd
            observes +blue/news@5
            observes +green/motd@6
            acts web → no
            """),
        topic.story(
            "five-minutes", must: "After five minutes a key MUST be acted on again, whatever was seen.",
            source: "https://github.com/kubernetes/kubernetes/blob/master/pkg/controller/controller_utils.go",
            look: "WriteExpectations.swift: `lifetime`. The object may have come and gone while nobody watched.",
            """
            expects web create blue/motd
            wait 299000
            acts web → no
            wait 2000
            acts web → yes
            """),
    ]
}
