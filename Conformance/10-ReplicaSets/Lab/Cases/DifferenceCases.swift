internal import Conformance

/// Step 1: how many too few, how many too many?
enum DifferenceCases {
    static let topic = Topic(
        step: 1, name: "difference", source: Page.replicaSet,
        invariant: "Active pods and pods that are about to be created or deleted add up to spec.replicas.",
        look: "ReplicaDifference.swift: which pods count?")

    static let all = [
        topic.story(
            "create", must: "A controller MUST create as many pods as are missing.", weight: 2,
            says: "A ReplicaSet then fulfills its purpose by creating and deleting Pods as needed to reach the "
                + "desired number.",
            """
            set web replicas=3
            pod a
            difference → create 2
            """),
        topic.story(
            "delete", must: "A controller MUST delete as many pods as are too many.", weight: 2,
            """
            set web replicas=1
            pod a
            pod b
            pod c
            difference → delete 2
            """),
        topic.story(
            "enough", must: "A controller MUST leave its pods alone when there are as many as there should be.",
            """
            set web replicas=2
            pod a
            pod b
            difference → nothing
            """),
        topic.story(
            "from-nothing", must: "A controller MUST create all pods of a new set.",
            """
            set web replicas=3
            difference → create 3
            """),
        topic.story(
            "to-nothing", must: "A controller MUST delete all pods of a set that is to have none.",
            """
            set web replicas=0
            pod a
            pod b
            difference → delete 2
            """),
        topic.story(
            "one-by-default", must: "A set that says no number MUST have one pod.",
            says: "If you do not specify .spec.replicas, then it defaults to 1.",
            """
            set web
            difference → create 1
            """),
        topic.story(
            "failed-pods", must: "A pod that has failed MUST be replaced.", weight: 2,
            """
            set web replicas=2
            pod a
            pod b failed
            difference → create 1
            """),
        topic.story(
            "succeeded-pods", must: "A pod that has ended well MUST be replaced, too.",
            """
            set web replicas=1
            pod a succeeded
            difference → create 1
            """),
        topic.story(
            "ending-pods", must: "A pod that is being deleted MUST be replaced before it is gone.", weight: 2,
            """
            set web replicas=2
            pod a
            pod b ending
            difference → create 1
            """),
        topic.story(
            "ending-pods-not-again", must: "A pod that is being deleted MUST NOT count as one too many.",
            """
            set web replicas=1
            pod a
            pod b ending
            difference → nothing
            """),
        topic.story(
            "pending-pods", must: "Pods that don't run yet, or aren't ready, MUST count.",
            says: "Its purpose is to maintain a stable set of replica Pods running at any given time.",
            """
            set web replicas=3
            pod a pending unassigned
            pod b pending
            pod c unready
            difference → nothing
            """),
        topic.random(
            "random-pods", must: "The pods that count MUST be as many as spec.replicas after creating and deleting.",
            RandomPods.difference),
    ]
}

/// Step 2: not all at once.
enum SlowStartCases {
    static let topic = Topic(
        step: 2, name: "slow-start", source: Page.code + "replicaset/replica_set.go",
        invariant: "Whatever the API server refuses, at most half of what was asked for is refused, and one more.",
        look: "SlowStart.swift: how many have been created when one is asked for, when two, when four?")

    static let all = [
        topic.story(
            "one-first", must: "Of many missing pods one MUST be asked for alone.", weight: 2,
            says: "Initial batch size is 1, and it doubles with each successful iteration.",
            """
            batches 7 → 1 2 4
            batches 15 → 1 2 4 8
            """),
        topic.story(
            "no-more-than-missing", must: "No more pods MUST be created than are missing.",
            """
            batches 1 → 1
            batches 5 → 1 2 2
            batches 500 → 1 2 4 8 16 32 64 128 245
            """),
        topic.story(
            "none", must: "When no pod is missing, none MUST be asked for.",
            """
            batches 0 → none
            """),
        topic.story(
            "first-refused", must: "When the first pod is refused, no other MUST be asked for.", weight: 2,
            source: "https://github.com/kubernetes/kubernetes/pull/49142",
            says: "controllers backoff better in face of quota denial",
            """
            batches 500 quota=0 → 1
            """),
        topic.story(
            "some-refused", must: "A batch of which some are refused MUST be the last one.",
            source: "https://github.com/kubernetes/kubernetes/pull/49142",
            """
            batches 500 quota=5 → 1 2 4
            batches 500 quota=7 → 1 2 4 8
            """),
        topic.random(
            "random-quotas", must: "Batches MUST double until one is refused or all are created.", RandomPods.batches),
    ]
}
