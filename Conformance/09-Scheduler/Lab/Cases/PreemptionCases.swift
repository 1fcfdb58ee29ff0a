internal import Conformance

/// Step 8: room for important pods.
enum PreemptionCases {
    static let topic = Topic(
        step: 8, name: "preemption", page: "concepts/scheduling-eviction/pod-priority-preemption/",
        invariant: "Victims have a lower priority, and none of them could stay beside the pod.",
        look: "Preemption/VictimSearch.swift: who can come back?")

    static let all =
        whether + who + where_ + afterwards + [
            topic.random(
                "random-victims",
                must: "Victims MUST be less important than the pod, make room for it, and not be more than needed.",
                RandomPreemption.tell)
        ]

    private static let whether = [
        topic.story(
            "makes-room", must: "A pod that fits nowhere MUST take the place of a less important one.",
            says: "If no Node is found that satisfies all the specified requirements of the Pod, preemption logic is "
                + "triggered for the pending Pod.",
            weight: 2,
            """
            node n1 cpu=1
            pod low on=n1 cpu=1 priority=1
            pod high cpu=1 priority=10
            high ⇢ n1 without low
            """),
        topic.story(
            "only-when-needed", must: "A pod MUST NOT displace others while there is room anywhere.", weight: 2,
            """
            node n1 cpu=1
            node n2 cpu=1
            pod low on=n1 cpu=1 priority=1
            pod high cpu=1 priority=10
            high → n2
            """),
        topic.story(
            "equals-stay", must: "A pod MUST NOT displace pods of its own priority.",
            says: "Preemption logic tries to find a Node where removal of one or more Pods with lower priority than P "
                + "would enable P to be scheduled on that Node.",
            """
            node n1 cpu=1
            pod old on=n1 cpu=1 priority=10
            pod new cpu=1 priority=10
            new waits
            """),
        topic.story(
            "more-important-stay", must: "A pod MUST NOT displace pods of higher priority.",
            """
            node n1 cpu=1
            pod old on=n1 cpu=1 priority=20
            pod new cpu=1 priority=10
            new waits
            """),
        topic.story(
            "never", must: "A pod with preemptionPolicy Never MUST NOT displace others.",
            says: "Pods with preemptionPolicy: Never will be placed in the scheduling queue ahead of lower-priority "
                + "pods, but they cannot preempt other pods.",
            """
            node n1 cpu=1
            pod low on=n1 cpu=1 priority=1
            pod high cpu=1 priority=10 never-preempts
            high waits
            """),
        topic.story(
            "no-use", must: "Nobody MUST be displaced where the pod doesn't fit even then.",
            says: "A Node is considered for preemption only when the answer to this question is yes: \"If all the "
                + "Pods with lower priority than the pending Pod are removed from the Node, can the pending Pod be "
                + "scheduled on the Node?\"",
            """
            node n1 cpu=1
            node n2 cpu=4 taint=gpu:NoSchedule
            pod low on=n1 cpu=1 priority=1
            pod mine on=n2 cpu=4 priority=1
            pod high cpu=2 priority=10
            high waits
            """),
    ]

    private static let who = [
        topic.story(
            "no-more-than-needed", must: "Pods that can stay beside the pod MUST stay.",
            says: "Preemption does not necessarily remove all lower-priority Pods. If the pending Pod can be scheduled "
                + "by removing fewer than all lower-priority Pods, then only a portion of the lower-priority Pods are "
                + "removed.",
            weight: 2,
            """
            node n1 cpu=4
            pod a on=n1 cpu=2 priority=1
            pod b on=n1 cpu=2 priority=2
            pod high cpu=2 priority=10
            high ⇢ n1 without a
            """),
        topic.story(
            "least-important-first", must: "Of the pods that could go, the most important MUST stay.",
            """
            node n1 cpu=3
            pod a on=n1 cpu=1 priority=5
            pod b on=n1 cpu=1 priority=1
            pod c on=n1 cpu=1 priority=3
            pod high cpu=2 priority=10
            high ⇢ n1 without b, c
            """),
        topic.story(
            "not-the-more-important", must: "Pods of higher priority on the same node MUST stay.",
            """
            node n1 cpu=2
            pod low on=n1 cpu=1 priority=1
            pod top on=n1 cpu=1 priority=100
            pod high cpu=1 priority=10
            high ⇢ n1 without low
            """),
        topic.story(
            "budget", must: "A pod whose disruption budget is used up SHOULD stay when another can go, and here MUST.",
            says: "The scheduler tries to find victims whose PDB are not violated by preemption",
            """
            budget guard app=guarded allowed=0
            node n1 cpu=2
            pod a on=n1 cpu=1 priority=1 app=guarded
            pod b on=n1 cpu=1 priority=2
            pod high cpu=1 priority=10
            high ⇢ n1 without b
            """),
        topic.story(
            "budget-is-best-effort", must: "A budget MUST NOT protect pods when there are no other victims.",
            says: "if no such victims are found, preemption will still happen, and lower priority Pods will be "
                + "removed despite their PDBs being violated",
            """
            budget guard app=guarded allowed=0
            node n1 cpu=1
            pod a on=n1 cpu=1 priority=1 app=guarded
            pod high cpu=1 priority=10
            high ⇢ n1 without a
            """),
        topic.story(
            "anti-affinity",
            must: "A pod that the newcomer's anti-affinity selects MUST be a victim if that makes room.",
            """
            node n1
            pod rival on=n1 app=web priority=1
            pod friend on=n1 app=db priority=1
            pod high apart=app=web@host priority=10
            high ⇢ n1 without rival
            """),
    ]

    private static let where_ = [
        topic.story(
            "budget-elsewhere",
            must: "A node on which no budget is violated MUST be chosen before one on which one is.",
            """
            budget guard app=guarded allowed=0
            node n1 cpu=1
            node n2 cpu=1
            pod a on=n1 cpu=1 priority=1 app=guarded
            pod b on=n2 cpu=1 priority=5
            pod high cpu=1 priority=10
            high ⇢ n2 without b
            """),
        topic.story(
            "least-important-node", must: "The node whose most important victim is least important MUST be chosen.",
            says: "If there are multiple Nodes available for preemption, the scheduler tries to choose the Node with "
                + "a set of Pods with lowest priority.",
            page: "concepts/scheduling-eviction/pod-priority-preemption/",
            """
            node n1 cpu=1
            node n2 cpu=1
            pod a on=n1 cpu=1 priority=5
            pod b on=n2 cpu=1 priority=2
            pod high cpu=1 priority=10
            high ⇢ n2 without b
            """),
        topic.story(
            "fewest-victims", must: "Of nodes with equally important victims the one with fewest MUST be chosen.",
            """
            node n1 cpu=2
            node n2 cpu=2
            pod a on=n1 cpu=1 priority=1
            pod b on=n1 cpu=1 priority=1
            pod c on=n2 cpu=2 priority=1
            pod high cpu=2 priority=10
            high ⇢ n2 without c
            """),
    ]

    private static let afterwards = [
        topic.story(
            "bound-when-they-are-gone", must: "The pod MUST be bound once its victims are gone.", weight: 2,
            """
            node n1 cpu=1
            pod low on=n1 cpu=1 priority=1
            pod high cpu=1 priority=10
            high ⇢ n1 without low
            end low
            nothing
            delete low
            wait 2
            high → n1
            """),
        topic.story(
            "place-is-kept", must: "A less important pod MUST NOT take the place that was made.",
            """
            node n1 cpu=1
            pod low on=n1 cpu=1 priority=1
            pod high cpu=1 priority=10
            high ⇢ n1 without low
            delete low
            pod thief cpu=1 priority=5
            decide
            wait 2
            high → n1
            thief waits
            """),
        topic.story(
            "place-is-given-up", must: "The place that was made for a pod MUST be free again once that pod is deleted.",
            """
            node n1 cpu=1
            pod low on=n1 cpu=1 priority=1
            pod high cpu=1 priority=10
            high ⇢ n1 without low
            delete high
            delete low
            pod other cpu=1 priority=5
            other → n1
            """),
        topic.story(
            "elsewhere-meanwhile",
            must: "A pod for which room is being made MUST NOT wait for it when another node gets free.",
            says: "Please note that Pod P is not necessarily scheduled to the \"nominated Node\".",
            """
            node n1 cpu=1
            pod low on=n1 cpu=1 priority=1
            pod high cpu=1 priority=10
            high ⇢ n1 without low
            end low
            decide
            wait 2
            node n2 cpu=1
            high → n2
            """),
    ]
}
