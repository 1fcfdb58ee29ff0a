internal import Conformance

/// Step 4: who must leave, and when.
enum EvictionCases {
    static let topic = Topic(
        step: 4, name: "eviction", source: Page.taints,
        invariant: "A pod stays as long as it tolerates every NoExecute taint of its node, and not a second longer.",
        look:
            "TaintEviction.swift: which taints count? Which toleration of the pod answers each? How much of its time is left?"
    )

    static let all = tolerating + times

    private static let tolerating = [
        topic.story(
            "no-taint", must: "A pod on a node without taints MUST stay.",
            """
            node worker
            pod web
            eviction web from worker → stays
            """),
        topic.story(
            "not-tolerated", must: "A pod that doesn't tolerate a NoExecute taint MUST leave at once.", weight: 2,
            says: "Pods that do not tolerate the taint are evicted immediately",
            """
            node worker
            taint worker unreachable:NoExecute
            pod web
            eviction web from worker → leaves
            """),
        topic.story(
            "tolerated-for-ever", must: "A pod that tolerates the taint without saying how long MUST stay.", weight: 2,
            says: "Pods that tolerate the taint without specifying tolerationSeconds in their toleration "
                + "specification remain bound forever",
            """
            node worker
            taint worker unreachable:NoExecute
            pod web tolerates=unreachable
            wait 100000
            eviction web from worker → stays
            """),
        topic.story(
            "no-schedule", must: "A NoSchedule taint MUST NOT make a pod leave.", weight: 2,
            says: "No new Pods will be scheduled on the tainted node unless they have a matching toleration. Pods "
                + "currently running on the node are not evicted.",
            """
            node worker
            taint worker gpu=true:NoSchedule
            taint worker old:PreferNoSchedule
            pod web
            eviction web from worker → stays
            """),
        topic.story(
            "every-taint", must: "A pod MUST leave when one of several taints isn't tolerated.", weight: 2,
            says:
                "if there is at least one un-ignored taint with effect NoExecute then the pod will be evicted from the "
                + "node (if it is already running on the node)",
            """
            node worker
            taint worker unreachable:NoExecute
            taint worker maintenance:NoExecute
            pod web tolerates=unreachable/300
            eviction web from worker → leaves
            """),
        topic.story(
            "daemon", must: "A DaemonSet's pod, which tolerates both for ever, MUST stay where nobody else does.",
            source: "https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/",
            """
            node worker
            taint worker unreachable:NoExecute
            taint worker unreachable:NoSchedule
            pod logs tolerates=not-ready:NoExecute,unreachable:NoExecute,disk-pressure:NoSchedule
            wait 1000
            eviction logs from worker → stays
            """),
        topic.story(
            "effect", must: "A toleration of another effect MUST NOT count.",
            """
            node worker
            taint worker unreachable:NoExecute
            pod web tolerates=unreachable:NoSchedule
            eviction web from worker → leaves
            """),
        topic.story(
            "value", must: "A toleration of another value MUST NOT count.",
            """
            node worker
            taint worker disk=slow:NoExecute
            pod web tolerates=disk=fast
            pod shop tolerates=disk=slow
            eviction web from worker → leaves
            eviction shop from worker → stays
            """),
        topic.story(
            "everything", must: "A toleration without a key MUST count for every taint.",
            says: "An empty key with operator Exists matches all keys, values and effects",
            """
            node worker
            taint worker unreachable:NoExecute
            taint worker maintenance:NoExecute
            pod web tolerates=*
            eviction web from worker → stays
            """),
    ]

    private static let times = [
        topic.story(
            "for-a-while", must: "A pod that tolerates the taint for some seconds MUST stay for as many.", weight: 2,
            says:
                "Pods that tolerate the taint with a specified tolerationSeconds remain bound for the specified amount "
                + "of time.",
            """
            node worker
            taint worker unreachable:NoExecute
            pod web tolerates=unreachable/300
            eviction web from worker → leaves in 300
            wait 299
            eviction web from worker → leaves in 1
            wait 1
            eviction web from worker → leaves
            wait 500
            eviction web from worker → leaves
            """),
        topic.story(
            "since-the-taint",
            must: "The time MUST be counted from when the taint was added, not from when it was seen.",
            weight: 2,
            """
            node worker
            taint worker unreachable:NoExecute
            wait 100
            pod web tolerates=unreachable/300
            eviction web from worker → leaves in 200
            """),
        topic.story(
            "shortest", must: "Of several taints the one that is tolerated the shortest MUST decide.", weight: 2,
            """
            node worker
            taint worker unreachable:NoExecute
            taint worker maintenance:NoExecute
            pod web tolerates=unreachable/300,maintenance/60
            eviction web from worker → leaves in 60
            """),
        topic.story(
            "shortest-left",
            must: "Of several times the one that is over first MUST decide, though it be the longer one.",
            """
            node worker
            taint worker unreachable:NoExecute
            wait 280
            taint worker maintenance:NoExecute
            pod web tolerates=unreachable/300,maintenance/60
            eviction web from worker → leaves in 20
            """),
        topic.story(
            "for-ever-and-a-while", must: "A taint that is tolerated for ever MUST NOT lengthen another one's time.",
            """
            node worker
            taint worker unreachable:NoExecute
            taint worker maintenance:NoExecute
            pod web tolerates=unreachable,maintenance/60
            eviction web from worker → leaves in 60
            """),
        topic.story(
            "unused", must: "The time of a toleration that no taint asks for MUST NOT count.",
            """
            node worker
            taint worker unreachable:NoExecute
            pod web tolerates=not-ready/10,unreachable/300
            eviction web from worker → leaves in 300
            """),
        topic.story(
            "no-time", must: "A toleration of no seconds, or of fewer, MUST be as good as none.",
            says: "By default, it is not set, which means tolerate the taint forever (do not evict). Zero and negative "
                + "values will be treated as 0 (evict immediately) by the system.",
            """
            node worker
            taint worker unreachable:NoExecute
            pod web tolerates=unreachable/0
            pod shop tolerates=unreachable/-5
            eviction web from worker → leaves
            eviction shop from worker → leaves
            """),
        topic.story(
            "taint-goes", must: "A pod MUST stay when the taint is gone before its time is over.", weight: 2,
            says: "If the taint is removed before that time, the pod will not be evicted.",
            """
            node worker
            taint worker unreachable:NoExecute
            pod web tolerates=unreachable/300
            wait 200
            untaint worker unreachable
            wait 200
            eviction web from worker → stays
            taint worker unreachable:NoExecute
            eviction web from worker → leaves in 300
            """),
        topic.story(
            "another-stays", must: "A pod MUST stay when the one taint is gone that it tolerated for a while only.",
            source: "https://github.com/kubernetes/kubernetes/issues/90794",
            """
            node worker
            taint worker mine:NoExecute
            pod web tolerates=mine,unreachable/300
            wait 1000
            taint worker unreachable:NoExecute
            eviction web from worker → leaves in 300
            wait 100
            untaint worker unreachable
            eviction web from worker → stays
            """),
        topic.story(
            "changed-meanwhile", must: "A toleration that is changed meanwhile MUST count as it is now.",
            source: "https://github.com/kubernetes/kubernetes/issues/102993",
            """
            node worker
            taint worker unreachable:NoExecute
            pod web tolerates=unreachable/60
            wait 30
            eviction web from worker → leaves in 30
            pod web tolerates=unreachable/300
            eviction web from worker → leaves in 270
            """),
        topic.random(
            "random-taints", must: "A pod MUST leave in the second in which it no longer tolerates one of the taints.",
            RandomNodes.evictions),
    ]
}
