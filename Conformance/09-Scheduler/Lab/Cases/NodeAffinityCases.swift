internal import Conformance

/// Step 3: what a pod says of the labels of its node.
enum NodeAffinityCases {
    static let topic = Topic(
        step: 3, name: "node-affinity", page: "concepts/scheduling-eviction/assign-pod-node/",
        invariant: "The node a pod is bound to matches all of its nodeSelector and one of its required terms.",
        look: "Predicates/NodeAffinity.swift: what is joined by \"and\", and what by \"or\"?")

    static let all =
        joined + operators + preferred + [
            topic.random(
                "random-terms", must: "A pod MUST be bound exactly if some node matches its selector and terms.",
                RandomNodeAffinity.tell)
        ]

    private static let joined = [
        topic.story(
            "selector", must: "A pod MUST be bound to a node that has each of the labels of nodeSelector.",
            says: "Kubernetes only schedules the Pod onto nodes that have each of the labels you specify.",
            """
            node n1
            node n2 disk=hdd
            node n3 disk=ssd
            pod web select.disk=ssd
            web → n3
            """),
        topic.story(
            "selector-and", must: "All labels of nodeSelector MUST match, not only one.",
            says: "Kubernetes only schedules the Pod onto nodes that have each of the labels you specify.",
            """
            node n1 disk=ssd
            node n2 zone=a
            pod web select.disk=ssd select.zone=a
            web waits
            """),
        topic.story(
            "required", must: "A required node affinity that no node satisfies MUST keep the pod waiting.",
            says: "The scheduler can't schedule the Pod unless the rule is met.",
            """
            node n1 disk=hdd
            pod web needs=disk=ssd
            web waits
            """),
        topic.story(
            "terms-or", must: "One of several nodeSelectorTerms MUST be enough.",
            says: "the Pod can be scheduled onto a node if one of the specified terms can be satisfied (terms are "
                + "ORed)",
            weight: 2,
            """
            node n1 disk=hdd zone=a
            pod web needs=disk=ssd needs=zone=a
            web → n1
            """),
        topic.story(
            "expressions-and", must: "All matchExpressions of a term MUST be satisfied.",
            says: "the Pod can be scheduled onto a node only if all the expressions are satisfied (expressions are "
                + "ANDed)",
            weight: 2,
            """
            node n1 disk=ssd zone=b
            node n2 disk=hdd zone=a
            pod web needs=disk=ssd&zone=a
            web waits
            """),
        topic.story(
            "selector-and-affinity", must: "nodeSelector and node affinity MUST both be satisfied.",
            says: "If you specify both nodeSelector and nodeAffinity, both must be satisfied for the Pod to be "
                + "scheduled onto a node.",
            """
            node n1 disk=ssd zone=b
            node n2 disk=hdd zone=a
            node n3 disk=ssd zone=a
            pod web select.disk=ssd needs=zone=a
            web → n3
            """),
        topic.story(
            "empty-term", must: "A term without requirements MUST match no node.",
            says: "A null or empty node selector term matches no objects.",
            page: "reference/kubernetes-api/workload-resources/pod-v1/",
            """
            node n1
            pod web needs=
            web waits
            """),
        topic.story(
            "field-name", must: "matchFields MUST find a node by its name.",
            """
            node n1
            node n2
            pod web needs=metadata.name=n2
            web → n2
            """),
        topic.story(
            "field-and-label", must: "matchFields and matchExpressions of one term MUST both be satisfied.",
            """
            node n1 disk=ssd
            node n2
            pod web needs=metadata.name=n2&disk=ssd
            web waits
            """),
        topic.story(
            "label-added", must: "A pod that waits for a label MUST be bound once a node gets it.",
            """
            node n1
            pod web needs=disk=ssd
            web waits
            wait 2
            node n1 disk=ssd
            wait 2
            web → n1
            """),
        topic.story(
            "running-pods-stay", must: "A label that goes MUST NOT be a reason to decide again on a pod that is bound.",
            says: "if the node labels change after Kubernetes schedules the Pod, the Pod continues to run",
            """
            node n1 disk=ssd
            pod web needs=disk=ssd
            web → n1
            bound web
            node n1
            nothing
            """),
    ]

    private static func node(_ label: String, _ requirement: String, _ isMatch: Bool, _ name: String, _ must: String)
        -> Case
    {
        topic.story(
            name, must: must,
            says: "You can use the operator field to specify a logical operator for Kubernetes to use when "
                + "interpreting the rules.",
            """
            node n1 \(label)
            pod web needs=\(requirement)
            \(isMatch ? "web → n1" : "web waits")
            """)
    }

    private static let operators = [
        node("disk=ssd", "disk=nvme,ssd", true, "in", "`In` MUST match a label whose value is listed."),
        node("", "disk=nvme,ssd", false, "in-without-label", "`In` MUST NOT match a node without the label."),
        node("disk=hdd", "disk!=hdd,tape", false, "not-in", "`NotIn` MUST NOT match a value that is listed."),
        node("", "disk!=hdd", true, "not-in-without-label", "`NotIn` MUST match a node without the label."),
        node("disk=", "disk", true, "exists", "`Exists` MUST match a label, even an empty one."),
        node("disk=hdd", "!disk", false, "does-not-exist", "`DoesNotExist` MUST NOT match a node with the label."),
        node("", "!disk", true, "does-not-exist-without-label", "`DoesNotExist` MUST match a node without the label."),
        node("cpus=8", "cpus>4", true, "greater", "`Gt` MUST match a larger integer."),
        node("cpus=10", "cpus>9", true, "greater-is-numeric", "`Gt` MUST compare integers, not texts."),
        node("cpus=4", "cpus>4", false, "greater-equal", "`Gt` MUST NOT match the same integer."),
        node("cpus=2", "cpus<4", true, "less", "`Lt` MUST match a smaller integer."),
        node("cpus=many", "cpus<4", false, "less-no-number", "`Lt` MUST NOT match what isn't an integer."),
    ]

    private static let preferred = [
        topic.story(
            "preferred", must: "A node that matches a preferred term MUST be preferred.",
            says: "The scheduler tries to find a node that meets the rule. If a matching node is not available, the "
                + "scheduler still schedules the Pod.",
            """
            node n1
            node n2 disk=ssd
            node n3
            pod web prefers=10*disk=ssd
            web → n2
            """),
        topic.story(
            "preferred-weights", must: "The weights of the preferred terms that a node matches MUST be added up.",
            """
            node n1 disk=ssd zone=b
            node n2 disk=hdd zone=a gpu=1 fast=yes
            pod web prefers=50*disk=ssd prefers=30*zone=a prefers=30*fast=yes
            web → n2
            """),
        topic.story(
            "preferred-only", must: "A preference that no node satisfies MUST NOT keep the pod waiting.",
            """
            node n1
            pod web prefers=100*disk=ssd
            web → n1
            """),
    ]
}
