internal import Conformance

/// Step 3: does it get on?
enum ProgressCases {
    static let topic = Topic(
        step: 3, name: "progress", source: Page.deployment,
        invariant: "Progressing is False only when nothing has got on for progressDeadlineSeconds.",
        look: "DeploymentStatusReport.swift: what is new in the status, and when was it last?")

    private static let stuck = """
        deployment replicas=3 surge=1 unavailable=0 template=v2 deadline=600
        set v1 3
        set v2 1 available=0

        """

    static let all = states + clock

    private static let states = [
        topic.story(
            "created", must: "A new ReplicaSet MUST be progress.",
            says: "The Deployment creates a new ReplicaSet.",
            """
            deployment replicas=3 deadline=600
            progress → True NewReplicaSetCreated
            """),
        topic.story(
            "on-its-way", must: "A rollout that isn't at its end MUST be called progressing.",
            stuck + """
                progress → True ReplicaSetUpdated
                """),
        topic.story(
            "complete", must: "A Deployment whose pods are all new and available MUST be called complete.", weight: 2,
            says: "All of the replicas associated with the Deployment have been updated to the latest version you've "
                + "specified, meaning any updates you've requested have been completed.",
            """
            deployment replicas=3 template=v2 deadline=600
            set v1 0
            set v2 3
            progress → True NewReplicaSetAvailable
            """),
        topic.story(
            "old-pods-left", must: "A Deployment MUST NOT be called complete while old pods run.",
            says: "No old replicas for the Deployment are running.",
            """
            deployment replicas=3 surge=1 unavailable=0 template=v2 deadline=600
            set v1 0 pods=1
            set v2 3
            progress → True ReplicaSetUpdated
            """),
        topic.story(
            "not-available", must: "A Deployment MUST NOT be called complete before its pods are available.",
            """
            deployment replicas=3 template=v2 deadline=600
            set v2 3 available=2
            progress → True ReplicaSetUpdated
            """),
        topic.story(
            "no-deadline", must: "Without a deadline nothing MUST be said about progress.",
            """
            deployment replicas=3
            progress → none
            """),
        topic.story(
            "counts", must: "The status MUST count all pods, the new, the ready, the available and the missing ones.",
            stuck + """
                counts → 4 1 3 3 1
                """),
    ]

    private static let clock = [
        topic.story(
            "overdue", must: "A rollout in which nothing gets on for the deadline MUST be called failed.", weight: 2,
            says: "Once the deadline has been exceeded, the Deployment controller adds a DeploymentCondition",
            stuck + """
                progress → True ReplicaSetUpdated
                wait 600
                progress → True ReplicaSetUpdated
                wait 1
                progress → False ProgressDeadlineExceeded
                """),
        topic.story(
            "starts-anew", must: "Whatever gets on MUST start the deadline anew.", weight: 2,
            """
            deployment replicas=4 surge=0 unavailable=4 template=v2 deadline=600
            set v1 0
            set v2 4 available=1
            progress → True ReplicaSetUpdated
            wait 500
            lose v2 -1
            progress → True ReplicaSetUpdated
            wait 500
            progress → True ReplicaSetUpdated
            wait 101
            progress → False ProgressDeadlineExceeded
            """),
        topic.story(
            "late-success", must: "A rollout that gets to its end after the deadline MUST be called complete.",
            """
            deployment replicas=3 template=v2 deadline=600
            set v2 3 available=2
            look
            wait 700
            progress → False ProgressDeadlineExceeded
            run
            progress → True NewReplicaSetAvailable
            """),
        topic.story(
            "complete-is-never-overdue", must: "A complete rollout MUST NOT become overdue.",
            """
            deployment replicas=3 deadline=600
            set v1 3
            progress → True NewReplicaSetAvailable
            wait 10000
            progress → True NewReplicaSetAvailable
            """),
        topic.story(
            "lost-pods-are-no-rollout", must: "A pod that is lost after the rollout MUST NOT make the rollout fail.",
            look: "DeploymentStatusReport.swift: the deadline is for rollouts, and this one is over.",
            """
            deployment replicas=3 deadline=600
            set v1 3
            look
            lose v1 1
            progress → True NewReplicaSetAvailable
            wait 10000
            progress → True NewReplicaSetAvailable
            """),
        topic.story(
            "next-rollout-is-another", must: "The last rollout's time MUST NOT count against the next one.",
            source: "https://github.com/kubernetes/kubernetes/pull/52127",
            """
            deployment replicas=3 surge=1 unavailable=0 deadline=600
            set v1 3
            progress → True NewReplicaSetAvailable
            wait 10000
            change template=v2
            set v2 1 available=0
            progress → True NewReplicaSetAvailable
            """),
        topic.story(
            "pause-stops-the-clock", must: "A pause MUST NOT count against the deadline.",
            says: "The Deployment controller doesn't check progress against your specified deadline while it is paused",
            stuck + """
                look
                change paused
                progress → Unknown DeploymentPaused
                wait 10000
                progress → Unknown DeploymentPaused
                change resumed
                progress → Unknown DeploymentResumed
                """),
    ]
}
