internal import Conformance

/// Step 5: what I have just written isn't what I read.
enum ExpectationCases {
    static let topic = Topic(
        step: 5, name: "expectations", source: Page.code + "controller_utils.go",
        invariant: "A set is acted on only when the cache shows all that was done for it, or after five minutes.",
        look: "Expectations.swift: what was expected, which of it has come, and what has nothing to do with it?")

    static let all = creating + deleting + others

    private static let creating = [
        topic.story(
            "nothing-expected", must: "A set that nothing was done for MUST be acted on.",
            """
            set web
            acts → yes
            """),
        topic.story(
            "waits-for-creations", must: "A set MUST NOT be acted on before all pods that were created are seen.",
            weight: 2,
            """
            set web replicas=2
            creates 2
            acts → no
            pod a
            sees a
            acts → no
            pod b
            sees b
            acts → yes
            """),
        topic.story(
            "refused-creations", must: "Pods that were refused MUST NOT be waited for.", weight: 2,
            """
            set web replicas=3
            creates 3
            pod a
            sees a
            acts → no
            refused 2
            acts → yes
            """),
        topic.story(
            "more-than-expected", must: "One pod more than expected MUST NOT make a set wait.",
            """
            set web replicas=2
            creates 1
            pod a
            pod b
            sees a b
            acts → yes
            creates 1
            acts → no
            """),
        topic.story(
            "changes-are-no-creations", must: "A pod that has only changed MUST NOT count as created.",
            """
            set web replicas=2
            pod a
            sees a
            creates 1
            changes a
            changes a
            acts → no
            """),
        topic.story(
            "first-seen-ending", must: "A pod that is ending when it is first seen MUST NOT count as created.",
            weight: 2,
            source: "https://github.com/kubernetes/kubernetes/pull/22143",
            says: "it's possible a new pod shows up in a state that is already pending deletion. Prevent the pod from "
                + "being a creation observation.",
            """
            set web replicas=1
            pod old
            creates 1
            finds-ending old
            acts → no
            """),
    ]

    private static let deleting = [
        topic.story(
            "waits-for-deletions", must: "A set MUST NOT be acted on before all deletions are seen.", weight: 2,
            """
            set web replicas=0
            pod a
            pod b
            sees a b
            deletes a b
            acts → no
            loses a
            acts → no
            loses b
            acts → yes
            """),
        topic.story(
            "ending-is-deleted", must: "A pod that has begun to end MUST count as deleted.",
            look: "Expectations.swift: when is `deletionTimestamp` set, and when is the pod gone?",
            """
            set web replicas=0
            pod a
            sees a
            deletes a
            ends a
            acts → yes
            """),
        topic.story(
            "twice-is-once", must: "A pod that begins to end and is then gone MUST count for one deletion.", weight: 2,
            source: "https://github.com/kubernetes/kubernetes/pull/22143",
            says: "When we implemented graceful delete we introduced a bug where a single delete could get double "
                + "counted for a later scale event.",
            """
            set web replicas=0
            pod a
            pod b
            sees a b
            deletes a b
            ends a
            loses a
            acts → no
            ends b
            acts → yes
            """),
        topic.story(
            "others-ends", must: "The end of a pod that wasn't deleted by the controller MUST NOT count.",
            source: "https://github.com/kubernetes/kubernetes/pull/22579",
            """
            set web replicas=1
            pod a
            pod b
            pod c
            sees a b c
            deletes a
            loses b
            acts → no
            loses a
            acts → yes
            """),
        topic.story(
            "found-ending", must: "A pod that is first seen ending MUST count as deleted.",
            """
            set web replicas=0
            pod a
            deletes a
            finds-ending a
            acts → yes
            """),
        topic.story(
            "change-is-no-end", must: "A change of a pod that isn't ending MUST NOT count as its deletion.",
            """
            set web replicas=0
            pod a
            sees a
            deletes a
            changes a
            acts → no
            """),
    ]

    private static let others = [
        topic.story(
            "five-minutes", must: "After five minutes a set MUST be acted on again, whatever was seen.",
            look: "Expectations.swift: `lifetime`.",
            """
            set web replicas=1
            creates 1
            wait 299
            acts → no
            wait 2
            acts → yes
            """),
        topic.story(
            "each-set-for-itself", must: "What is expected for one set MUST NOT make another one wait.",
            """
            set web replicas=1
            creates 1
            set shop replicas=1
            acts → yes
            creates 1
            pod b
            sees b
            acts → yes
            set web replicas=1
            acts → no
            """),
        topic.story(
            "forgotten", must: "A set that is made again under the same name MUST NOT wait for the old one's pods.",
            source: "https://github.com/kubernetes/kubernetes/issues/69376",
            """
            set web replicas=1
            creates 1
            forgets
            set web replicas=1 uid=2
            acts → yes
            """),
        topic.random(
            "random-lag", must: "However late the cache is, no more pods MUST be created than should be there.",
            RandomLag.tell),
    ]
}
