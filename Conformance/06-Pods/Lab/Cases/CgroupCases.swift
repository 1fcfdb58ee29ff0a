internal import Conformance

/// Step 3: requests and limits, as the kernel has them.
enum CgroupCases {
    static let topic = Topic(
        step: 3, name: "cgroups", source: Page.resources,
        invariant: "A request is a share when there isn't enough; a limit is never exceeded.",
        look: "ContainerLimits.swift, CgroupValues.swift")
    static let classes = Topic(
        step: 3, name: "qos", source: Page.qos,
        invariant: "The less was asked for, the sooner a pod goes.", look: "QOSClass.swift")

    static let all =
        qos + scores + kernel + files + [
            topic.random(
                "random", must: "Every limit MUST come out in the numbers of both versions.", RandomLimits.tell)
        ]

    private static let qos = [
        classes.story(
            "guaranteed", must: "A pod whose containers all have limits, and request as much, MUST be Guaranteed.",
            weight: 2,
            says: "For every Container in the Pod, the memory limit must equal the memory request.",
            """
            container a cpu=1/1 memory=64Mi/64Mi
            container b cpu=500m/0.5 memory=1Gi/1024Mi
            class → Guaranteed
            """),
        classes.story(
            "limits-alone", must: "A container that has limits and no requests MUST count as requesting as much.",
            source: Page.resources,
            says:
                "If you specify a limit for a resource, but do not specify any request, […] Kubernetes copies the limit "
                + "you specified and uses it as the requested value for the resource.",
            """
            container a cpu=/1 memory=/64Mi
            class → Guaranteed
            """),
        classes.story(
            "best-effort", must: "A pod that asks for nothing MUST be BestEffort.",
            says:
                "A Pod is BestEffort only if none of its containers have a memory limit or a memory request, and none of "
                + "its containers have a CPU limit or a CPU request.",
            """
            container a
            container b
            class → BestEffort
            """),
        classes.story(
            "burstable", must: "A pod that asks for something MUST be Burstable unless it is Guaranteed.",
            """
            container a cpu=100m
            class → Burstable
            """),
        classes.story(
            "request-below-limit", must: "A pod that requests less than its limit MUST be Burstable.",
            """
            container a cpu=1/1 memory=32Mi/64Mi
            class → Burstable
            """),
        classes.story(
            "one-is-without", must: "A pod of which one container asks for nothing MUST be Burstable.",
            """
            container a cpu=1/1 memory=64Mi/64Mi
            container b
            class → Burstable
            """),
        classes.story(
            "memory-only", must: "A pod that limits memory and not CPU MUST be Burstable.",
            """
            container a memory=64Mi/64Mi
            class → Burstable
            """),
        classes.story(
            "starters-count", must: "Init containers MUST count as all others.",
            source: "https://github.com/kubernetes/kubernetes/issues/75212",
            """
            container a cpu=1/1 memory=64Mi/64Mi
            starter s cpu=100m
            class → Burstable
            """),
        classes.story(
            "other-resources", must: "Only CPU and memory MUST decide.",
            """
            container a ephemeral-storage=1Gi/1Gi
            class → BestEffort
            """),
    ]

    private static let scores = [
        classes.story(
            "scores", must: "The kernel MUST be told to kill BestEffort pods first, and Guaranteed ones last.",
            weight: 2, source: Page.outOfMemory,
            says: "Guaranteed -997, BestEffort 1000",
            """
            container a
            score a node=1Gi → 1000
            """),
        classes.story(
            "score-guaranteed", must: "A Guaranteed pod MUST have the score -997.", source: Page.outOfMemory,
            """
            container a cpu=1/1 memory=512Mi/512Mi
            score a node=1Gi → -997
            """),
        classes.story(
            "score-burstable",
            must: "A Burstable container's score MUST be less the more of the node it has requested.",
            source: Page.outOfMemory,
            says: "min(max(2, 1000 - (1000 * memoryRequestBytes) / machineMemoryCapacityBytes), 999)",
            """
            container half memory=512Mi
            container quarter memory=256Mi
            score half node=1Gi → 500
            score quarter node=1Gi → 750
            """),
        classes.story(
            "score-bounds", must: "A Burstable container MUST go after BestEffort ones and before Guaranteed ones.",
            source: Page.outOfMemory,
            look: "ContainerLimits.swift: OOMScore",
            """
            container nothing cpu=100m
            container all memory=1Gi
            score nothing node=1Gi → 999
            score all node=1Gi → 2 | 3
            """),
    ]

    private static let kernel = [
        topic.story(
            "shares", must: "A CPU request MUST become 1024 shares a CPU.", weight: 2,
            says: "The CPU request typically defines a weighting.",
            """
            container a cpu=1
            container b cpu=250m/2
            shares a → 1024
            shares b → 256
            """),
        topic.story(
            "least-shares", must: "A container that requests no CPU MUST have the least shares, and not none.",
            source: "https://github.com/kubernetes/kubernetes/issues/10543",
            """
            container a
            container b cpu=1m
            shares a → 2
            shares b → 2
            """),
        topic.story(
            "shares-of-limit", must: "A CPU limit without a request MUST count as the request.",
            """
            container a cpu=/500m
            shares a → 512
            """),
        topic.story(
            "zero-request",
            must: "A container that requests no CPU and says so MUST have the least shares, whatever its limit.",
            source: "https://github.com/kubernetes/kubernetes/pull/108832",
            """
            container a cpu=0/2
            shares a → 2
            """),
        topic.story(
            "quota", must: "A CPU limit MUST become CPU time for each 100 ms.", weight: 2,
            says: "The CPU limit defines a hard ceiling on how much CPU time the container can use.",
            """
            container a cpu=100m/500m
            container b cpu=2/2
            quota a → 50000
            quota b → 200000
            """),
        topic.story(
            "no-quota", must: "A container without a CPU limit MUST have no quota.",
            """
            container a cpu=100m
            quota a → none
            """),
        topic.story(
            "least-quota", must: "A quota MUST be at least 1 ms, which is the least that the kernel takes.",
            source: Page.cgroup1,
            """
            container a cpu=1m/1m
            quota a → 1000
            """),
        topic.story(
            "memory", must: "A memory limit MUST be the kernel's limit, and a memory request not.",
            """
            container a memory=64Mi/128Mi
            container b memory=64Mi
            memory a → 134217728
            memory b → none
            """),
    ]

    private static let files = [
        topic.story(
            "files-first", must: "Limits MUST come into version 1's files.", source: Page.cgroup1,
            """
            limits memory=64Mi shares=512 quota=50000 period=100000 processes=100
            v1 memory.limit_in_bytes → 67108864
            v1 cpu.shares → 512
            v1 cpu.cfs_quota_us → 50000
            v1 cpu.cfs_period_us → 100000
            v1 pids.max → 100
            """),
        topic.story(
            "files-second", must: "Limits MUST come into version 2's files.", weight: 2, source: Page.cgroup2,
            """
            limits memory=64Mi shares=1024 quota=50000 period=100000 processes=100
            v2 memory.max → 67108864
            v2 cpu.weight → 39
            v2 cpu.max → 50000 100000
            v2 pids.max → 100
            """),
        topic.story(
            "weight-bounds", must: "The least shares MUST become the least weight, and the most the most.",
            source: "https://github.com/kubernetes/enhancements/tree/master/keps/sig-node/2254-cgroup-v2",
            """
            limits shares=2
            v2 cpu.weight → 1
            limits shares=262144
            v2 cpu.weight → 10000
            """),
        topic.story(
            "unlimited", must: "What isn't limited MUST NOT be written.", source: Page.cgroup2,
            """
            limits shares=100
            v1 memory.limit_in_bytes → nothing
            v1 cpu.cfs_quota_us → nothing
            v2 memory.max → nothing
            v2 cpu.max → nothing
            v2 pids.max → nothing
            """),
        topic.story(
            "period", must: "A quota MUST be for each 100 ms unless another period is said.", source: Page.cgroup1,
            """
            limits quota=20000
            v1 cpu.cfs_period_us → 100000
            v2 cpu.max → 20000 100000
            limits quota=20000 period=50000
            v2 cpu.max → 20000 50000
            """),
        topic.story(
            "no-swap", must: "Memory that is limited MUST NOT go on in the swap.", source: Page.cgroup2,
            """
            limits memory=64Mi
            v1 memory.memsw.limit_in_bytes → 67108864
            v2 memory.swap.max → 0
            """),
    ]
}
