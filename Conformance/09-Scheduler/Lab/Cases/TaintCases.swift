internal import Conformance

/// Step 2: taints keep away who doesn't tolerate them.
enum TaintCases {
    static let topic = Topic(
        step: 2, name: "taints", page: "concepts/scheduling-eviction/taint-and-toleration/",
        invariant: "A pod tolerates every NoSchedule and NoExecute taint of the node it is bound to.",
        look: "Predicates/TaintToleration.swift: which tolerations mean this taint?")

    private static let matching =
        "A toleration \"matches\" a taint if the keys are the same and the effects are the same, and: the operator "
        + "is Exists (in which case no value should be specified), or the operator is Equal and the values should be "
        + "equal."

    static let all =
        effects + tolerations + [
            topic.random(
                "random-taints",
                must: "A pod MUST be bound to a node exactly if it tolerates all the node's repelling taints.",
                says: matching, RandomTaints.tell)
        ]

    private static let effects = [
        topic.story(
            "no-schedule", must: "A pod MUST NOT be bound to a node with a NoSchedule taint that it doesn't tolerate.",
            says: "This means that no pod will be able to schedule onto node1 unless it has a matching toleration.",
            weight: 2,
            """
            node n1 taint=gpu=yes:NoSchedule
            pod web tolerates=disk
            web waits
            """),
        topic.story(
            "untainted-nodes", must: "A pod that tolerates nothing MUST be bound to a node without taints.",
            """
            node n1 taint=gpu=yes:NoSchedule
            node n2
            pod web
            web → n2
            """),
        topic.story(
            "no-execute", must: "A pod MUST NOT be bound to a node with a NoExecute taint that it doesn't tolerate.",
            """
            node n1 taint=broken:NoExecute
            node n2
            pod web
            web → n2
            """),
        topic.story(
            "toleration-with-time", must: "A NoExecute taint that is tolerated for a time only MUST be tolerated.",
            """
            node n1 taint=broken:NoExecute
            pod web tolerates=broken:NoExecute:300
            web → n1
            """),
        topic.story(
            "prefer-no-schedule", must: "A PreferNoSchedule taint MUST NOT keep a pod away that fits nowhere else.",
            says: "The control plane will try to avoid placing a Pod that does not tolerate the taint on the node, "
                + "but it is not guaranteed.",
            """
            node n1 taint=slow:PreferNoSchedule
            pod web
            web → n1
            """),
        topic.story(
            "prefer-others", must: "A node without PreferNoSchedule taints SHOULD be preferred, and here MUST be.",
            look: "Predicates/TaintToleration.swift and Priorities/TaintPriority.swift.",
            """
            node n1 taint=slow:PreferNoSchedule
            node n2
            node n3 taint=slow:PreferNoSchedule
            pod web
            web → n2
            """),
        topic.story(
            "all-taints", must: "A pod MUST tolerate each of the node's taints, not only one.",
            says: "if there is at least one un-ignored taint with effect NoSchedule then Kubernetes will not "
                + "schedule the pod onto that node",
            weight: 2,
            """
            node n1 taint=gpu=yes:NoSchedule taint=disk=full:NoSchedule
            pod web tolerates=gpu=yes:NoSchedule
            web waits
            pod other tolerates=disk=full:NoSchedule
            other waits
            """),
        topic.story(
            "several-tolerations", must: "Each of the node's taints MUST be allowed a toleration of its own.",
            """
            node n1 taint=gpu=yes:NoSchedule taint=disk=full:NoSchedule
            pod web tolerates=gpu tolerates=disk
            web → n1
            """),
        topic.story(
            "no-attraction", must: "A toleration MUST NOT keep a pod away from nodes without the taint.",
            says: "Tolerations allow scheduling but don't guarantee scheduling",
            """
            node n1
            pod web tolerates=gpu
            web → n1
            """),
        topic.story(
            "running-pods-stay", must: "A taint MUST NOT be a reason to decide again on a pod that is bound.",
            """
            node n1
            pod web
            web → n1
            bound web
            node n1 taint=gpu:NoSchedule
            nothing
            """),
        topic.story(
            "cordoned", must: "A cordoned node MUST NOT get new pods, unless they tolerate its taint.",
            """
            node n1 cordoned taint=node.kubernetes.io/unschedulable:NoSchedule
            pod web
            pod agent tolerates=node.kubernetes.io/unschedulable
            web waits
            agent → n1
            """),
    ]

    /// A taint, and whether one toleration matches it.
    private static let tolerations = [
        matches("exists", "gpu=yes:NoSchedule", "gpu:NoSchedule", true, "`Exists` MUST match any value."),
        matches("exists-empty-value", "gpu:NoSchedule", "gpu:NoSchedule", true, "`Exists` MUST match no value."),
        matches("equal", "gpu=yes:NoSchedule", "gpu=yes:NoSchedule", true, "`Equal` MUST match the same value."),
        matches(
            "equal-other-value", "gpu=yes:NoSchedule", "gpu=no:NoSchedule", false,
            "`Equal` MUST NOT match another value."),
        matches("other-key", "gpu=yes:NoSchedule", "disk:NoSchedule", false, "Another key MUST NOT match."),
        matches("other-effect", "gpu=yes:NoExecute", "gpu=yes:NoSchedule", false, "Another effect MUST NOT match."),
        matches(
            "toleration-without-effect", "gpu=yes:NoExecute", "gpu=yes", true,
            "A toleration without an effect MUST match all effects.", says: "An empty effect matches all effects"),
        matches(
            "everything", "gpu=yes:NoExecute", "*", true,
            "A toleration with `Exists` and without a key MUST match every taint.",
            says: "If the key is empty, then the operator must be Exists, which matches all keys and values."),
        matches(
            "everything-of-an-effect", "gpu=yes:NoExecute", "*:NoSchedule", false,
            "A toleration without a key but with an effect MUST NOT match other effects.",
            says: "Note that the effect still needs to be matched at the same time."),
    ]

    private static func matches(
        _ name: String, _ taint: String, _ toleration: String, _ isMatch: Bool, _ must: String, says: String = matching
    ) -> Case {
        topic.story(
            name, must: must, says: says,
            """
            node n1 taint=\(taint)
            pod web tolerates=\(toleration)
            \(isMatch ? "web → n1" : "web waits")
            """)
    }
}
