internal import Conformance

/// Step 2: scaled in the middle of a rollout.
enum ProportionalCases {
    static let topic = Topic(
        step: 2, name: "proportional-scaling", source: Page.deployment,
        invariant: "A Deployment that is scaled in the middle of a rollout keeps its sets' proportions.",
        look: "ProportionalScaling.swift: each set's size times what is allowed now, by what was allowed before.")

    private static let between = "deployment replicas=10 surge=3 unavailable=2 template=v2\n"
    private static let stuck = between + "set v1 8 of=10 max=13\nset v2 5 available=0 of=10 max=13\n"

    static let all = [
        topic.story(
            "documented-example", must: "Additional pods MUST be spread over all sets in proportion.", weight: 2,
            says:
                "In our example above, 3 replicas are added to the old ReplicaSet and 2 replicas are added to the new "
                + "ReplicaSet.",
            stuck + """
                change replicas=15
                sets → v1=11 v2=7
                """),
        topic.story(
            "down", must: "Pods that are too many MUST be taken from all sets in proportion.", weight: 2,
            stuck + """
                change replicas=5
                sets → v1=5 v2=3
                """),
        topic.story(
            "rest-to-the-largest", must: "What rounding leaves over MUST go to the largest set.",
            says: "Any leftovers are added to the ReplicaSet with the most replicas.",
            """
            deployment replicas=13 surge=0 unavailable=2 template=v3
            set v1 5 of=13 max=13
            set v2 4 of=13 max=13
            set v3 4 available=0 of=13 max=13
            change replicas=14
            sets → v1=6 v2=4 v3=4
            """),
        topic.story(
            "rest-to-the-newest", must: "Among equally large sets what is left over MUST go to the newest.",
            source: Page.code + "sync.go",
            """
            deployment replicas=9 surge=0 unavailable=2 template=v3
            set v1 3 of=9 max=9
            set v2 3 of=9 max=9
            set v3 3 available=0 of=9 max=9
            change replicas=10
            sets → v1=3 v2=3 v3=4
            """),
        topic.story(
            "rest-from-the-oldest", must: "Among equally large sets what is left over MUST be taken from the oldest.",
            source: Page.code + "sync.go",
            """
            deployment replicas=9 surge=0 unavailable=2 template=v3
            set v1 3 of=9 max=9
            set v2 3 of=9 max=9
            set v3 3 available=0 of=9 max=9
            change replicas=8
            sets → v1=2 v2=3 v3=3
            """),
        topic.story(
            "empty-sets-stay-empty", must: "A set without pods MUST NOT get any.",
            says: "ReplicaSets with zero replicas are not scaled up.",
            """
            deployment replicas=4 surge=1 unavailable=1 template=v2
            set v1 0 of=4 max=5
            set v2 4 of=4 max=5
            change replicas=6
            sets → v1=0 v2=6
            """),
        topic.story(
            "to-nothing", must: "A Deployment that is scaled to nothing MUST scale all its sets to nothing.",
            stuck + """
                change replicas=0
                sets → v1=0 v2=0
                """),
        topic.story(
            "then-goes-on", must: "After scaling, the rollout MUST go on from where it was.",
            stuck + """
                change replicas=15
                look
                run v2
                sets → v1=6 v2=7
                """),
        topic.story(
            "paused", must: "A paused Deployment MUST be scaled, and MUST NOT be rolled out.",
            says: "a paused Deployment will not trigger a new rollout",
            """
            deployment replicas=4 template=v2 paused
            set v1 4 of=4 max=4
            change replicas=6
            sets → v1=6
            """),
        topic.random(
            "random-scaling", must: "After scaling up, no set MUST be smaller, and all together as large as allowed.",
            RandomScaling.tell),
    ]
}
