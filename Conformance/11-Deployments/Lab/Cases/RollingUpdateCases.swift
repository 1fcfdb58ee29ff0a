internal import Conformance

/// Step 1: how many new pods now, and how many old ones may go?
enum RollingUpdateCases {
    static let topic = Topic(
        step: 1, name: "rolling-update", source: Page.deployment,
        invariant: "Pods asked for are at most replicas + maxSurge; pods available at least replicas - maxUnavailable.",
        look:
            "RollingUpdate.swift and `bounds` in Rollout.swift: what is asked for, what is available, what is allowed?")

    static let all =
        bounds + steps + old + [
            topic.random("random-rollouts", must: "At no moment MUST a rollout leave its bounds.", RandomRollouts.tell)
        ]

    private static let bounds = [
        topic.story(
            "surge", must: "A Deployment MUST NOT ask for more pods than replicas and maxSurge together.", weight: 2,
            says:
                "maxSurge is an optional field that specifies the maximum number of Pods that can be created over the "
                + "desired number of Pods.",
            """
            deployment replicas=10 surge=3 unavailable=0 template=v2
            set v1 10
            sets → v1=10 v2=3
            """),
        topic.story(
            "unavailable", must: "At most maxUnavailable pods MUST be missing at any time.", weight: 2,
            says:
                "maxUnavailable is an optional field that specifies the maximum number of Pods that can be unavailable "
                + "during the update process.",
            """
            deployment replicas=10 surge=0 unavailable=2 template=v2
            set v1 10
            sets → v1=8 v2=0
            """),
        topic.story(
            "both", must: "Surge and unavailability MUST be used together.",
            """
            deployment replicas=10 surge=3 unavailable=2 template=v2
            set v1 10
            sets → v1=8 v2=3
            """),
        topic.story(
            "percentages", must: "A percentage MUST be rounded up for maxSurge and down for maxUnavailable.", weight: 2,
            says: "The absolute number is calculated from percentage by rounding up.",
            """
            deployment replicas=10 surge=25% unavailable=25% template=v2
            set v1 10
            sets → v1=8 v2=3
            """),
        topic.story(
            "small-percentage", must: "A quarter of three MUST be one for the surge, and none of them may be missing.",
            """
            deployment replicas=3 surge=25% unavailable=25% template=v2
            set v1 3
            sets → v1=3 v2=1
            """),
        topic.story(
            "both-zero", must: "When both come to nothing, one pod MUST be allowed to be missing.",
            source: Page.code + "util/deployment_util.go",
            """
            deployment replicas=1 surge=0 unavailable=25% template=v2
            set v1 1
            sets → v1=0 v2=0
            look
            sets → v1=0 v2=1
            """),
    ]

    private static let steps = [
        topic.story(
            "waits-for-new", must: "Old pods MUST NOT go on account of new ones that aren't available.", weight: 2,
            says: "It does not kill old Pods until a sufficient number of new Pods have come up",
            """
            deployment replicas=10 surge=3 unavailable=2 template=v2
            set v1 8
            set v2 5 available=0
            sets → v1=8 v2=5
            look
            look
            sets → v1=8 v2=5
            """),
        topic.story(
            "goes-on", must: "As new pods become available, old ones MUST go.",
            """
            deployment replicas=10 surge=3 unavailable=2 template=v2
            set v1 8
            set v2 5
            sets → v1=3 v2=5
            look
            sets → v1=3 v2=10
            """),
        topic.story(
            "as-many-as-available", must: "Old pods MUST go as far as what is available allows.",
            """
            deployment replicas=10 surge=3 unavailable=2 template=v2
            set v1 8
            set v2 5 available=1
            sets → v1=7 v2=5
            """),
        topic.story(
            "new-too-large", must: "The new set MUST NOT be larger than the Deployment.",
            """
            deployment replicas=10 surge=0 unavailable=1 template=v2
            set v2 12
            sets → v2=10
            """),
        topic.story(
            "to-the-end", must: "A rollout whose pods become available MUST end with the new set alone.",
            """
            deployment replicas=4 surge=1 unavailable=1 template=v2
            set v1 4
            look
            run
            look
            run
            look
            run
            look
            run
            look
            run
            look
            run
            sets → v1=0 v2=4
            """),
    ]

    private static let old = [
        topic.story(
            "broken-old-pods-first", must: "Old pods that aren't available MUST go at once.", weight: 2,
            source: Page.code + "rolling.go",
            look: "RollingUpdate.swift: nobody misses an old pod that isn't available.",
            """
            deployment replicas=10 surge=3 unavailable=2 template=v2
            set v1 10 available=4
            set v2 3
            sets → v1=5 v2=3
            """),
        topic.story(
            "oldest-first", must: "Of several old sets, the oldest MUST shrink first.",
            source: Page.code + "rolling.go",
            """
            deployment replicas=10 surge=3 unavailable=2 template=v3
            set v1 3
            set v2 5
            set v3 5 available=3
            sets → v1=0 v2=5 v3=5
            """),
        topic.story(
            "recreate", must: "With the strategy Recreate all old pods MUST go before a new one comes.",
            says: "All existing Pods are killed before new ones are created when .spec.strategy.type==Recreate.",
            """
            deployment replicas=3 recreate template=v2
            set v1 3
            pod v1
            sets → v1=0
            look
            sets → v1=0
            """),
        topic.story(
            "recreated", must: "With the strategy Recreate all new pods MUST come when the old ones are gone.",
            """
            deployment replicas=3 recreate template=v2
            set v1 0
            sets → v1=0 v2=3
            """),
    ]
}
