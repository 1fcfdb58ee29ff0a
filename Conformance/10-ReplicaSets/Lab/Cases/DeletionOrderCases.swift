internal import Conformance

/// Step 4: of too many pods, which ones go?
enum DeletionOrderCases {
    static let topic = Topic(
        step: 4, name: "deletion-order", source: Page.replicaSet,
        invariant: "A pod is deleted only if none of those that stay is to go before it.",
        look:
            "PodDeletionOrder.swift: go through the list at its top; the first line that tells two pods apart decides.")

    static let all = [
        topic.story(
            "unassigned", must: "A pod without a node MUST go before one that has a node.", weight: 2,
            says: "Pending (and unschedulable) pods are scaled down first",
            """
            set web
            pod a pending
            pod b pending unassigned age=9000
            first 1 → b
            """),
        topic.story(
            "pending", must: "A pending pod MUST go before a running one.", weight: 2,
            says: "Pending (and unschedulable) pods are scaled down first",
            """
            set web
            pod a unready
            pod b pending age=9000
            first 1 → b
            """),
        topic.story(
            "unknown", must: "A pod in an unknown phase MUST go after pending and before running ones.",
            source: Page.code + "controller_utils.go",
            """
            set web
            pod a unready
            pod b unknown
            pod c pending
            first 1 → c
            first 2 → b c
            """),
        topic.story(
            "not-ready", must: "A pod that isn't ready MUST go before one that is ready.", weight: 2,
            source: Page.code + "controller_utils.go",
            """
            set web
            pod a age=10
            pod b unready age=9000
            first 1 → b
            """),
        topic.story(
            "deletion-cost", must: "A pod of lower deletion cost MUST go before one of higher cost.", weight: 2,
            says: "If controller.kubernetes.io/pod-deletion-cost annotation is set, then the pod with the lower value "
                + "will come first.",
            """
            set web
            pod a cost=100
            pod b cost=20
            first 1 → b
            """),
        topic.story(
            "no-cost-is-zero", must: "The deletion cost MUST be 0 for a pod that doesn't set it.",
            says: "The implicit value for this annotation for pods that don't set it is 0; negative values are "
                + "permitted.",
            """
            set web
            pod a
            pod b cost=-1
            pod c cost=1
            first 1 → b
            first 2 → a b
            """),
        topic.story(
            "cost-after-readiness", must: "Deletion cost MUST decide only among pods that are equally ready.",
            says: "This is honored on a best-effort basis, so it does not offer any guarantees on pod deletion order.",
            """
            set web
            pod a cost=-1000
            pod b unready cost=1000
            first 1 → b
            """),
        topic.story(
            "crowded-node", must: "A pod on a node with more replicas MUST go before one on a node with fewer.",
            weight: 2,
            says: "Pods on nodes with more replicas come before pods on nodes with fewer replicas.",
            """
            set web
            pod a node=n1 ready=10
            pod b node=n2
            pod c node=n2
            first 1 → b | c
            """),
        topic.story(
            "relatives-count", must: "The pods of all sets of the same owner MUST count on a node.",
            source: "https://github.com/kubernetes/kubernetes/pull/80004",
            """
            set web
            pod a node=n1 ready=10
            pod b node=n2
            pod old-1 node=n2 owner=web-before
            first 1 → b
            """),
        topic.story(
            "cost-before-crowd", must: "Deletion cost MUST decide before the number of replicas on a node does.",
            """
            set web
            pod a node=n1 cost=-5
            pod b node=n2
            pod c node=n2
            first 1 → a
            """),
        topic.story(
            "ready-times", must: "A pod that became ready more recently MUST go before one that was ready earlier.",
            source: Page.code + "controller_utils.go",
            """
            set web
            pod a ready=9000 age=9000
            pod b ready=10 age=90000
            first 1 → b
            """),
        topic.story(
            "restarts", must: "A pod that was restarted more often MUST go first.",
            source: Page.code + "controller_utils.go",
            """
            set web
            pod a restarts=1
            pod b restarts=4
            first 1 → b
            """),
        topic.story(
            "youngest", must: "A pod that was created more recently MUST go before an older one.",
            says: "If the pods' creation times differ, the pod that was created more recently comes before the older "
                + "pod",
            """
            set web
            pod a pending age=9000
            pod b pending age=10
            first 1 → b
            """),
        topic.random(
            "random-pods", must: "Among any pods, the first to go MUST be those that the order says.", RandomOrder.tell),
    ]
}
