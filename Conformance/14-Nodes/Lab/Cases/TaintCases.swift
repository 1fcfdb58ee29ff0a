internal import Conformance

/// Step 3: a condition becomes a taint.
enum TaintCases {
    static let topic = Topic(
        step: 3, name: "taints", source: Page.taints,
        invariant: "A node has just those of the cluster's taints that follow from its conditions, each once.",
        look: "NodeTaints.swift: the table in its first comment, row by row.")

    static let all = which + changes

    private static let which = [
        topic.story(
            "ready", must: "A node that is ready and lacks nothing MUST have none of the cluster's taints.",
            """
            node worker
            taints worker → none
            taints-evicting worker → none
            """),
        topic.story(
            "unknown", must: "A node whose state is unknown MUST be tainted as unreachable.", weight: 2,
            says: "node.kubernetes.io/unreachable: Node is unreachable from the node controller. This corresponds to "
                + "the NodeCondition Ready being \"Unknown\".",
            """
            node worker ready=Unknown
            taints-evicting worker → unreachable:NoExecute(now) unreachable:NoSchedule(now)
            """),
        topic.story(
            "not-ready", must: "A node that says that it isn't ready MUST be tainted as not-ready.", weight: 2,
            says: "node.kubernetes.io/not-ready: Node is not ready. This corresponds to the NodeCondition Ready being "
                + "\"False\".",
            """
            node worker ready=False
            taints-evicting worker → not-ready:NoExecute(now) not-ready:NoSchedule(now)
            """),
        topic.story(
            "not-yet", must: "While its pods aren't to go, a node MUST get the taint that keeps new ones off alone.",
            weight: 2, source: Page.nodes,
            """
            node a ready=False
            node b ready=Unknown
            taints a → not-ready:NoSchedule(now)
            taints b → unreachable:NoSchedule(now)
            """),
        topic.story(
            "pressure", must: "Each kind of pressure MUST keep new pods off, and none away that are there.", weight: 2,
            says: "The control plane, using the node controller, automatically creates taints with a NoSchedule effect "
                + "for node conditions.",
            """
            node a memory=True
            node b disk=True
            node c pid=True
            node d network=True
            taints-evicting a → memory-pressure:NoSchedule(now)
            taints-evicting b → disk-pressure:NoSchedule(now)
            taints-evicting c → pid-pressure:NoSchedule(now)
            taints-evicting d → network-unavailable:NoSchedule(now)
            """),
        topic.story(
            "pressure-unknown", must: "A pressure of which nobody knows MUST NOT be a taint.",
            """
            node worker ready=Unknown memory=Unknown disk=Unknown pid=Unknown
            taints worker → unreachable:NoSchedule(now)
            """),
        topic.story(
            "cordoned", must: "A node that a person has cordoned MUST be tainted as unschedulable.",
            says: "node.kubernetes.io/unschedulable: Node is unschedulable.",
            """
            node worker cordoned
            taints worker → unschedulable:NoSchedule(now)
            """),
        topic.story(
            "new", must: "A node that hasn't said yet how it is MUST be kept free, but not be emptied.",
            says: "node.kubernetes.io/not-ready",
            """
            node worker new
            taints-evicting worker → not-ready:NoSchedule(now)
            """),
    ]

    private static let changes = [
        topic.story(
            "goes-again", must: "A taint MUST go when its condition is over.", weight: 2,
            says: "In case a node is to be evicted, the node controller or the kubelet adds relevant taints with "
                + "NoExecute effect. If the fault condition returns to normal the kubelet or node controller can remove "
                + "the relevant taint(s).",
            """
            node worker taints=unreachable:NoSchedule,unreachable:NoExecute,disk-pressure:NoSchedule
            taints worker → none
            """),
        topic.story(
            "others", must: "Taints that somebody else has set MUST stay, with their values.", weight: 2,
            """
            node worker ready=Unknown taints=gpu=true:NoSchedule,maintenance:NoExecute
            wait 5
            taints-evicting worker → gpu=true:NoSchedule maintenance:NoExecute unreachable:NoExecute(now) unreachable:NoSchedule(now)
            """),
        topic.story(
            "keeps-its-time", must: "A taint that is there MUST keep the time at which it was added.", weight: 2,
            look: "NodeTaints.swift: whoever tolerates a taint for a while counts from timeAdded.",
            """
            node worker ready=Unknown taints=unreachable:NoSchedule,unreachable:NoExecute
            wait 100
            taints-evicting worker → unreachable:NoExecute unreachable:NoSchedule
            """),
        topic.story(
            "one-of-two", must: "A node MUST NOT be both not ready and unreachable.", weight: 2,
            source: Page.code + "nodelifecycle/node_lifecycle_controller.go",
            """
            node worker ready=Unknown taints=not-ready:NoSchedule,not-ready:NoExecute
            wait 5
            taints-evicting worker → unreachable:NoExecute(now) unreachable:NoSchedule(now)
            """),
        topic.story(
            "not-again", must: "When pods are no longer to go, the taint that makes them go MUST go.",
            source: Page.nodes,
            """
            node worker ready=Unknown taints=unreachable:NoSchedule,unreachable:NoExecute
            wait 5
            taints worker → unreachable:NoSchedule
            """),
        topic.random(
            "random-conditions", must: "A node MUST have the taints that the documentation's table has for it.",
            RandomTaints.tell),
    ]
}
