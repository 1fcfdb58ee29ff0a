internal import Conformance

private let highest =
    "kube-scheduler assigns the Pod to the Node with the highest ranking. If there is more than one node with equal "
    + "scores, kube-scheduler selects one of these at random."

/// Step 4: where most is left.
enum LeastAllocatedCases {
    static let topic = Topic(
        step: 4, name: "least-allocated", page: "reference/scheduling/config/",
        invariant: "A resource scores the share of it that would be free with the pod, from 0 to 100; CPU and memory "
            + "count the same.",
        look: "Priorities/LeastAllocated.swift: what is the score of an empty node, and of a full one?")

    static let all = [
        topic.story(
            "emptier-node", must: "Of two equal nodes the one with fewer requests on it MUST be chosen.", says: highest,
            weight: 2,
            """
            node n1 cpu=4
            node n2 cpu=4
            pod old on=n1 cpu=2
            pod web cpu=1
            web → n2
            """),
        topic.story(
            "share-not-amount", must: "The share that is left MUST count, not the amount.",
            """
            node n1 cpu=4 memory=4Gi
            node n2 cpu=16 memory=16Gi
            pod old on=n2 cpu=10 memory=10Gi
            pod web cpu=1 memory=1Gi
            web → n1         # 75 % would be free there; of n2, 5 of 16 CPUs and GiB
            """),
        topic.story(
            "with-the-pod", must: "The pod's own requests MUST count as taken.",
            """
            node n1 cpu=2 memory=16Gi
            node n2 cpu=8 memory=16Gi
            pod old on=n2 cpu=1
            pod web cpu=1 memory=1Gi
            web → n2         # n1 is empty, but the pod would take half of it
            """),
        topic.story(
            "both-resources", must: "CPU and memory MUST count the same.",
            """
            node n1 cpu=10 memory=10Gi
            node n2 cpu=10 memory=10Gi
            pod a on=n1 cpu=1 memory=6Gi
            pod b on=n2 cpu=4 memory=1Gi
            pod web cpu=1 memory=1Gi
            web → n2
            """),
        topic.story(
            "equals", must: "Of nodes with equal scores any MAY be chosen, and one of them MUST be.", says: highest,
            """
            node n1 cpu=4
            node n2 cpu=4
            pod web cpu=1
            web → n1 | n2
            """),
        topic.story(
            "full-node", must: "A node of which nothing would be left MUST still be chosen when it alone is feasible.",
            """
            node n1 cpu=1 memory=1Gi
            node n2 cpu=1 memory=1Gi taint=gpu:NoSchedule
            pod web cpu=1 memory=1Gi
            web → n1
            """),
        topic.story(
            "overcommitted", must: "Where more is requested than there is, the score MUST be 0, not less.",
            """
            node n1 cpu=1 memory=10Gi
            node n2 cpu=10 memory=10Gi
            pod old on=n1 cpu=10
            pod other on=n2 cpu=9 memory=5Gi
            pod web memory=1Gi
            web → n1         # n1: (0 + 88) / 2, n2: (9 + 40) / 2
            """),
        topic.story(
            "no-requests", must: "A container without requests MUST count as 100m CPU and 200 MB of memory in scores.",
            extended: "NonZeroRequests",
            """
            node n1 cpu=1 memory=1Gi
            node n2 cpu=1 memory=1Gi
            pod a on=n1
            pod b on=n1
            pod web
            web → n2
            """),
        topic.story(
            "spreads-over-nodes", must: "Equal pods on equal empty nodes MUST end up with the same number on each.",
            """
            node n1 cpu=4
            node n2 cpu=4
            pod a cpu=1
            a → n1 | n2
            pod b cpu=1
            b → n1 | n2
            pod c cpu=1
            c → n1 | n2
            pod d cpu=1
            d → n1 | n2
            pod e cpu=2
            e → n1 | n2
            pod f cpu=2      # fits only if there were two pods on each
            f → n1 | n2
            """),
        topic.story(
            "bin-packing", must: "With MostAllocated the fuller node MUST be chosen.",
            says: "The MostAllocated strategy scores the nodes based on the utilization of resources, favoring the "
                + "ones with higher allocation.",
            page: "concepts/scheduling-eviction/resource-bin-packing/", extended: "MostAllocated",
            """
            bin-packing
            node n1 cpu=4
            node n2 cpu=4
            pod old on=n1 cpu=2 memory=2Gi
            pod web cpu=1 memory=1Gi
            web → n1
            """),
        topic.story(
            "weights", must: "Each priority's score MUST be multiplied with its weight before they are added.",
            says: highest,
            """
            scores NodeResourcesFit=1 NodeAffinity=5
            node n1 cpu=4 disk=ssd
            node n2 cpu=4
            pod old on=n1 cpu=3 memory=3Gi
            pod web cpu=1 memory=1Gi prefers=1*disk=ssd
            web → n1
            """),
        topic.story(
            "weights-the-other-way", must: "A priority with a small weight MUST NOT outweigh one with a large one.",
            says: highest,
            """
            scores NodeResourcesFit=10 NodeAffinity=1
            node n1 cpu=4 disk=ssd
            node n2 cpu=4
            pod old on=n1 cpu=3 memory=3Gi
            pod web cpu=1 memory=1Gi prefers=1*disk=ssd
            web → n2
            """),
        topic.random(
            "random-clusters", must: "A node with the highest score MUST be chosen.", says: highest,
            RandomScores.leastAllocated),
    ]
}

/// Step 5: where the shares of CPU and memory are most alike.
enum BalancedAllocationCases {
    static let topic = Topic(
        step: 5, name: "balanced-allocation", page: "reference/scheduling/config/",
        invariant: "The score falls with the standard deviation of the shares that would be taken of each resource.",
        look: "Priorities/BalancedAllocation.swift: shares of what, and how far are they from their mean?")

    private static let favors =
        "NodeResourcesBalancedAllocation: Favors nodes that would obtain a more balanced resource usage if the Pod is "
        + "scheduled there."

    static let all = [
        topic.story(
            "more-alike", must: "The node whose shares of CPU and memory are most alike MUST be chosen.", says: favors,
            weight: 2,
            """
            node n1 cpu=10 memory=10Gi
            node n2 cpu=10 memory=10Gi
            pod a on=n1 cpu=6 memory=1Gi
            pod b on=n2 cpu=3 memory=3Gi
            pod web cpu=1 memory=1Gi
            web → n2
            """),
        topic.story(
            "memory-counts", must: "Too much memory taken MUST count like too much CPU taken.", says: favors,
            """
            node n1 cpu=10 memory=10Gi
            node n2 cpu=10 memory=10Gi
            pod a on=n1 cpu=1 memory=7Gi
            pod b on=n2 cpu=5 memory=4Gi
            pod web cpu=1 memory=1Gi
            web → n2
            """),
        topic.story(
            "fullness-doesnt-matter",
            must: "A full node that is balanced MUST be chosen before an empty one that isn't.",
            says: favors,
            """
            node n1 cpu=10 memory=10Gi
            node n2 cpu=10 memory=10Gi
            pod a on=n1 cpu=8 memory=8Gi
            pod b on=n2 cpu=3
            pod web cpu=1 memory=1Gi
            web → n1
            """),
        topic.story(
            "with-the-pod", must: "The pod's own requests MUST count as taken.",
            """
            node n1 cpu=10 memory=10Gi
            node n2 cpu=10 memory=10Gi
            pod a on=n2 memory=4Gi
            pod web cpu=4
            web → n2
            """),
        topic.story(
            "shares-not-amounts", must: "Shares MUST be compared, not amounts.",
            """
            node n1 cpu=4 memory=16Gi
            node n2 cpu=16 memory=16Gi
            pod web cpu=2 memory=8Gi
            web → n1
            """),
        topic.story(
            "equals", must: "Of nodes with equally balanced shares any MAY be chosen, and one of them MUST be.",
            """
            node n1 cpu=4 memory=4Gi
            node n2 cpu=8 memory=8Gi
            pod web cpu=1 memory=1Gi
            web → n1 | n2
            """),
        topic.random(
            "random-clusters", must: "A node whose shares are most alike MUST be chosen.", says: favors,
            RandomScores.balanced),
    ]
}
