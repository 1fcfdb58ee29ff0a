internal import Conformance

/// Beyond the lab: several sets of rules in one scheduler.
enum ProfileCases {
    static let topic = Topic(
        step: 4, name: "profiles", page: "reference/scheduling/config/#multiple-profiles",
        invariant: "A pod goes by the rules of the profile that it names; queue and cluster are one for all profiles.",
        look: "DefaultScheduler.next: whose rules?", feature: "Profiles", isBeyondTheLab: true)

    private static let names =
        "Pods that want to be scheduled according to a specific profile can include the corresponding scheduler name in "
        + "its .spec.schedulerName."

    static let all = [
        topic.story(
            "rules-of-its-own", must: "A pod MUST be scheduled by the rules of the profile that it names.", says: names,
            """
            profile packing
            bin-packing
            node n1 cpu=4
            node n2 cpu=4
            pod old on=n1 cpu=2 memory=2Gi
            pod a scheduler=packing cpu=1 memory=1Gi
            a → n1
            pod b cpu=1 memory=1Gi
            b → n2
            """),
        topic.story(
            "predicates-of-its-own", must: "A rule that one profile lacks MUST still hold for pods of another.",
            says: names,
            """
            profile careless
            step 1
            node n1 taint=gpu:NoSchedule
            pod a scheduler=careless
            a → n1
            pod b
            b waits
            """),
        topic.story(
            "unknown-name", must: "A pod that names no profile of this scheduler MUST NOT be touched.",
            """
            profile packing
            node n1
            pod a scheduler=other
            nothing
            pod b scheduler=packing
            b → n1
            """),
        topic.story(
            "one-cluster", must: "What pods of one profile take MUST be taken for pods of the others, too.",
            """
            profile packing
            node n1 cpu=1
            pod a scheduler=packing cpu=1
            a → n1
            pod b cpu=1
            b waits
            """),
        topic.story(
            "one-queue", must: "The most important pod MUST be tried first, whatever its profile.",
            says: "This is because the scheduler only has one pending pods queue.",
            """
            profile packing
            node n1 cpu=1
            pod low cpu=1 priority=1
            pod high cpu=1 priority=10 scheduler=packing
            decide
            high → n1
            low waits
            """),
    ]
}

/// Beyond the lab: not all nodes of a large cluster are looked at.
enum SamplingCases {
    static let topic = Topic(
        step: 4, name: "sampling", page: "concepts/scheduling-eviction/scheduler-perf-tuning/",
        invariant: "A search ends when enough feasible nodes are found, and never before.",
        look: "Cycle/SchedulingCycle.swift: nodesToFind.", feature: "PercentageOfNodesToScore", isBeyondTheLab: true)

    static let all = [
        topic.story(
            "all-nodes", must: "With percentageOfNodesToScore 100 the best of all nodes MUST be chosen.",
            says: "the kube-scheduler can stop looking for feasible nodes once it has found enough of them",
            """
            percentage 100
            nodes small 149 cpu=2
            node best cpu=64
            pod a cpu=1
            a → best
            pod b cpu=1
            b → best
            pod c cpu=1
            c → best
            """),
        topic.story(
            "feasible-nodes-count", must: "A search MUST go on while not enough nodes are feasible.",
            says: "You specify a threshold for how many nodes are enough, as a whole number percentage of all the "
                + "nodes in your cluster.",
            """
            percentage 1
            nodes small 299 cpu=1
            node big cpu=4
            pod a cpu=2
            a → big
            pod b cpu=2
            b → big
            """),
        topic.story(
            "small-clusters", must: "In a cluster of fewer than 50 nodes all MUST be looked at.",
            says: "In clusters with less than 50 feasible nodes, the scheduler still checks all the nodes because "
                + "there are not enough feasible nodes to stop the scheduler's search early.",
            """
            percentage 10
            nodes small 39 cpu=2
            node best cpu=64
            pod a cpu=1
            a → best
            pod b cpu=1
            b → best
            """),
    ]
}
