internal import API
internal import Conformance
internal import Schema

/// Which node may be chosen: room, labels, taints.
enum PlacementCases {
    static let all: [Case] = resources + labels + taints

    private static let resources = [
        SchedulerComponent.story(
            "binds", "A scheduler MUST bind a pod that has no node to a node that is feasible for it.", .overview,
            says: "The scheduler finds feasible Nodes for a Pod"
        ) { stage in
            try await stage.node("n1")
            try await stage.pod("web", cpu: 1)
            try await stage.expectBound("web", to: ["n1"])
        },
        SchedulerComponent.story(
            "fits", "A scheduler MUST NOT bind a pod to a node with less of a resource free than the pod requests.",
            .resources,
            says:
                "the scheduler ensures that, for each resource type, the sum of the resource requests of the scheduled "
                + "containers is less than the capacity of the node"
        ) { stage in
            try await stage.node("small", cpu: 1)
            try await stage.node("large", cpu: 8)
            try await stage.pod("web", cpu: 4)
            try await stage.expectBound("web", to: ["large"])
        },
        SchedulerComponent.story(
            "sums", "A scheduler MUST count what the pods that are on a node already request.", .resources
        ) { stage in
            try await stage.node("n1", cpu: 4)
            try await stage.pod("first", cpu: 3)
            try await stage.expectBound("first", to: ["n1"])
            try await stage.pod("second", cpu: 2)
            try await stage.expectUnschedulable("second")
        },
        SchedulerComponent.story(
            "foreign-pods", "A scheduler MUST count pods that somebody else has put on a node.", .resources
        ) { stage in
            try await stage.node("n1", cpu: 4)
            try await stage.node("n2", cpu: 2)
            try await stage.pod("placed", cpu: 3, ["nodeName": "n1"])
            try await stage.pod("web", cpu: 2)
            try await stage.expectBound("web", to: ["n2"])
        },
        SchedulerComponent.story(
            "init-containers",
            "A scheduler MUST count for a pod the larger of its init containers' requests and its containers' sum.",
            .resources
        ) { stage in
            try await stage.node("small", cpu: 2)
            try await stage.node("large", cpu: 8)
            try await stage.pod(
                "web", cpu: 1,
                ["initContainers": [["name": "init", "image": "none", "resources": ["requests": ["cpu": 4]]]]])
            try await stage.expectBound("web", to: ["large"])
        },
        SchedulerComponent.story(
            "extended-resources", "A scheduler MUST bind a pod that requests an extended resource only where it is.",
            .resources
        ) { stage in
            try await stage.node("plain")
            try await stage.node("special", extended: ["example.com/gpu": 1])
            try await stage.pod("first", requests: ["example.com/gpu": 1], gpuLimit)
            try await stage.expectBound("first", to: ["special"])
            try await stage.pod("second", requests: ["example.com/gpu": 1], gpuLimit)
            try await stage.expectUnschedulable("second")
        },
        SchedulerComponent.story(
            "pod-count", "A scheduler MUST NOT bind more pods to a node than the node allows.", .resources
        ) { stage in
            try await stage.node("n1", pods: 1)
            try await stage.pod("first")
            try await stage.expectBound("first", to: ["n1"])
            try await stage.pod("second")
            try await stage.expectUnschedulable("second")
        },
    ]

    /// Of an extended resource, request and limit must be the same.
    private static let gpuLimit: JSON = [
        "containers": [
            [
                "name": "main", "image": "none",
                "resources": ["requests": ["example.com/gpu": 1], "limits": ["example.com/gpu": 1]],
            ]
        ]
    ]

    private static let labels = [
        SchedulerComponent.story(
            "node-selector", "A scheduler MUST bind a pod only to nodes that have all labels of its nodeSelector.",
            .assigning,
            says: "Kubernetes only schedules the Pod onto nodes that have each of the labels you specify"
        ) { stage in
            try await stage.node("n1", labels: ["disk": "hdd", "zone": "a"])
            try await stage.node("n2", labels: ["disk": "ssd", "zone": "a"])
            try await stage.pod("web", ["nodeSelector": ["disk": "ssd", "zone": "a"]])
            try await stage.expectBound("web", to: ["n2"])
            try await stage.pod("lost", ["nodeSelector": ["disk": "ssd", "zone": "b"]])
            try await stage.expectUnschedulable("lost")
        },
        SchedulerComponent.story(
            "node-affinity", "A scheduler MUST keep a pod off nodes that its required node affinity excludes.",
            .assigning
        ) { stage in
            try await stage.node("n1", labels: ["zone": "a"])
            try await stage.node("n2", labels: ["zone": "b"])
            try await stage.node("n3")
            try await stage.pod("web", nodeAffinity([["key": "zone", "operator": "NotIn", "values": ["a"]]]))
            try await stage.expectBound("web", to: ["n2", "n3"])
            let both: JSON = [
                ["key": "zone", "operator": "Exists"], ["key": "zone", "operator": "NotIn", "values": ["a"]],
            ]
            try await stage.pod("strict", nodeAffinity(both))
            try await stage.expectBound("strict", to: ["n2"])
        },
        SchedulerComponent.story(
            "preferred-node-affinity",
            "A scheduler MUST bind a pod although no node has what its preferred node affinity names.", .assigning,
            says: "If a matching node is not available, the scheduler still schedules the Pod"
        ) { stage in
            try await stage.node("n1")
            let term: JSON = ["matchExpressions": [["key": "disk", "operator": "In", "values": ["ssd"]]]]
            try await stage.pod(
                "web",
                [
                    "affinity": [
                        "nodeAffinity": [
                            "preferredDuringSchedulingIgnoredDuringExecution": [["weight": 100, "preference": term]]
                        ]
                    ]
                ])
            try await stage.expectBound("web", to: ["n1"])
        },
    ]

    private static func nodeAffinity(_ expressions: JSON) -> JSON {
        [
            "affinity": [
                "nodeAffinity": [
                    "requiredDuringSchedulingIgnoredDuringExecution": [
                        "nodeSelectorTerms": [["matchExpressions": expressions]]
                    ]
                ]
            ]
        ]
    }

    private static let taints = [
        SchedulerComponent.story(
            "taint", "A scheduler MUST NOT bind a pod to a node with a NoSchedule taint that the pod doesn't tolerate.",
            .taints, says: "no pod will be able to schedule onto node1 unless it has a matching toleration"
        ) { stage in
            try await stage.node("n1", taints: ["gpu:NoSchedule"])
            try await stage.pod("web")
            try await stage.expectUnschedulable("web")
            let toleration: JSON = [["key": "gpu", "operator": "Exists", "effect": "NoSchedule"]]
            try await stage.pod("tolerant", ["tolerations": toleration])
            try await stage.expectBound("tolerant", to: ["n1"])
        },
        SchedulerComponent.story(
            "every-taint", "A pod MUST tolerate every NoSchedule and NoExecute taint of the node that it is bound to.",
            .taints
        ) { stage in
            try await stage.node("n1", taints: ["gpu:NoSchedule", "night:NoExecute"])
            try await stage.pod("web", ["tolerations": [["key": "gpu", "operator": "Exists"]]])
            try await stage.expectUnschedulable("web")
        },
        SchedulerComponent.story(
            "prefer-no-schedule",
            "A scheduler MUST bind a pod to a node with a PreferNoSchedule taint if there is no other.",
            .taints,
            says:
                "The control plane will try to avoid placing a Pod that does not tolerate the taint on the node, but it is "
                + "not guaranteed"
        ) { stage in
            try await stage.node("n1", taints: ["old:PreferNoSchedule"])
            try await stage.pod("web")
            try await stage.expectBound("web", to: ["n1"])
        },
        SchedulerComponent.story(
            "cordoned", "A scheduler MUST NOT bind a pod to a node that is unschedulable.", .nodes,
            says: "Marking a node as unschedulable prevents the scheduler from placing new pods onto that Node"
        ) { stage in
            try await stage.node("n1")
            try await stage.change(node: "n1", "is cordoned") { $0.spec.unschedulable = true }
            try await stage.node("n2", cpu: 1)
            try await stage.pod("web", cpu: 1)
            try await stage.expectBound("web", to: ["n2"])
        },
    ]
}
