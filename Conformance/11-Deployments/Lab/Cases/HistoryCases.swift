internal import Conformance

/// Step 4: revisions, and the way back.
enum HistoryCases {
    static let topic = Topic(
        step: 4, name: "history", source: Page.deployment,
        invariant: "The set with the present template has the highest revision; nobody else's revision changes.",
        look: "RolloutHistory.swift: which number comes next, and who gets it?")

    static let all =
        revisions + limits + [
            topic.random(
                "random-templates", must: "Whatever templates come and go, revisions MUST grow by one each time.",
                RandomTemplates.tell)
        ]

    private static let revisions = [
        topic.story(
            "first", must: "The first set MUST have revision 1.",
            """
            deployment replicas=3
            revision → 1
            revisions → v1=1
            """),
        topic.story(
            "next", must: "A new template MUST get the next revision.", weight: 2,
            says: "A new revision is created if and only if the Deployment's Pod template is changed",
            """
            deployment replicas=3 template=v2
            set v1 3 revision=1
            revision → 2
            revisions → v1=1 v2=2
            """),
        topic.story(
            "rollback", must: "A template that comes back MUST find its old set, which gets the next revision.",
            weight: 2,
            says: "the Deployment is now rolled back to a previous stable revision",
            """
            deployment replicas=3 surge=1 unavailable=0 template=v1
            set v1 0 revision=1
            set v2 3 revision=2
            revision → 3
            revisions → v1=3 v2=2
            sets → v1=1 v2=3
            """),
        topic.story(
            "same-template", must: "A template that stays MUST keep its revision.",
            """
            deployment replicas=3 template=v2
            set v1 0 revision=1
            set v2 3 revision=2
            look
            look
            revision → 2
            """),
        topic.story(
            "scaling-is-no-revision", must: "Scaling MUST NOT make a new revision.",
            says: "Other updates, such as scaling the Deployment, do not create a Deployment revision",
            """
            deployment replicas=3 template=v2
            set v1 0 revision=1
            set v2 3 revision=2
            change replicas=5
            look
            revisions → v1=1 v2=2
            """),
        topic.story(
            "highest-counts", must: "The next revision MUST be one more than the highest there is.",
            """
            deployment replicas=3 template=v4
            set v1 0 revision=7
            set v2 0 revision=3
            set v3 3 revision=9
            revision → 10
            """),
    ]

    private static let limits = [
        topic.story(
            "limit", must: "Old sets beyond revisionHistoryLimit MUST be deleted when the rollout is complete.",
            weight: 2,
            says: "set .spec.revisionHistoryLimit field in a Deployment to specify how many old ReplicaSets for this "
                + "Deployment you want to retain",
            """
            deployment replicas=3 template=v3 history=1
            set v1 0 revision=1
            set v2 0 revision=2
            set v3 3 revision=3
            sets → v2=0 v3=3
            """),
        topic.story(
            "no-history", must: "With a revisionHistoryLimit of 0 all old sets MUST be deleted.",
            """
            deployment replicas=3 template=v3 history=0
            set v1 0 revision=1
            set v2 0 revision=2
            set v3 3 revision=3
            sets → v3=3
            """),
        topic.story(
            "lowest-revisions-go", must: "Of the old sets those with the lowest revisions MUST go, not the oldest.",
            source: Page.code + "sync.go",
            """
            deployment replicas=3 template=v3 history=1
            set v1 0 revision=3
            set v2 0 revision=2
            set v3 3 revision=4
            sets → v1=0 v3=3
            """),
        topic.story(
            "not-before-the-end", must: "No set MUST be deleted while the rollout isn't complete.",
            source: Page.code + "rolling.go",
            """
            deployment replicas=3 template=v3 history=0 surge=1 unavailable=0
            set v1 0 revision=1
            set v2 0 revision=2
            set v3 3 revision=3 available=2
            sets → v1=0 v2=0 v3=3
            """),
        topic.story(
            "no-limit", must: "Without a limit all old sets MUST stay.",
            """
            deployment replicas=3 template=v2
            set v1 0 revision=1
            set v2 3 revision=2
            sets → v1=0 v2=3
            """),
    ]
}
