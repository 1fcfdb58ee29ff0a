internal import API
internal import Conformance
internal import Schema

/// What is none of the scheduler's business, and when it must look again.
enum RequeueingCases {
    static let all: [Case] = others + changes

    private static let others = [
        SchedulerComponent.story(
            "other-schedulers-pods", "A scheduler MUST NOT bind a pod that names another scheduler.", .schedulers
        ) { stage in
            try await stage.node("n1")
            try await stage.pod("theirs", ["schedulerName": "another"])
            try await stage.pod("ours")
            try await stage.expectBound("ours", to: ["n1"])
            try await stage.expectUntouched("theirs")
        },
        SchedulerComponent.story(
            "gates", "A scheduler MUST NOT bind a pod before all its scheduling gates are removed.", .readiness
        ) { stage in
            try await stage.node("n1")
            try await stage.pod("gated", ["schedulingGates": [["name": "example.com/wait"]]])
            try await stage.pod("free")
            try await stage.expectBound("free", to: ["n1"])
            try await stage.expectUntouched("gated")
            try await stage.change(pod: "gated", "loses its gate") { $0.spec.schedulingGates = [] }
            try await stage.expectBound("gated", to: ["n1"])
        },
        SchedulerComponent.story(
            "says-why-not", "A scheduler MUST say in the pod's condition PodScheduled that it finds no node.",
            .lifecycle
        ) { stage in
            try await stage.pod("web")
            try await stage.expectUnschedulable("web")
        },
        SchedulerComponent.story(
            "restart", "A scheduler that is started again MUST count the pods that were bound before.", .overview
        ) { stage in
            try await stage.node("n1", cpu: 4)
            try await stage.pod("first", cpu: 3)
            try await stage.expectBound("first", to: ["n1"])
            try stage.restart()
            try await stage.pod("second", cpu: 2)
            try await stage.expectUnschedulable("second")
        },
    ]

    private static let changes = [
        SchedulerComponent.story(
            "new-node", "A pod that no node was feasible for MUST be bound when a node comes that is.", .overview,
            says:
                "If none of the nodes are suitable, the pod remains unscheduled until the scheduler is able to place it"
        ) { stage in
            try await stage.pod("web", cpu: 2)
            try await stage.expectUnschedulable("web")
            try await stage.node("n1", cpu: 4)
            try await stage.expectBound("web", to: ["n1"])
        },
        SchedulerComponent.story(
            "freed-room", "A pod that had no room MUST be bound when a pod's end makes room.", .overview
        ) { stage in
            try await stage.node("n1", cpu: 4)
            try await stage.pod("first", cpu: 4)
            try await stage.expectBound("first", to: ["n1"])
            try await stage.pod("second", cpu: 4)
            try await stage.expectUnschedulable("second")
            try await stage.delete(pod: "first")
            try await stage.expectBound("second", to: ["n1"])
        },
        SchedulerComponent.story(
            "new-label", "A pod that no node had the labels for MUST be bound when a node gets them.", .assigning
        ) { stage in
            try await stage.node("n1")
            try await stage.pod("web", ["nodeSelector": ["disk": "ssd"]])
            try await stage.expectUnschedulable("web")
            try await stage.change(node: "n1", "gets the label disk=ssd") { $0.metadata.labels["disk"] = "ssd" }
            try await stage.expectBound("web", to: ["n1"])
        },
        SchedulerComponent.story(
            "removed-taint", "A pod that a taint kept off MUST be bound when the taint is removed.", .taints
        ) { stage in
            try await stage.node("n1", taints: ["gpu:NoSchedule"])
            try await stage.pod("web")
            try await stage.expectUnschedulable("web")
            try await stage.change(node: "n1", "loses its taint") { $0.spec.taints = [] }
            try await stage.expectBound("web", to: ["n1"])
        },
        SchedulerComponent.story(
            "uncordoned", "A pod that waits for a cordoned node MUST be bound when the node is schedulable again.",
            .nodes
        ) { stage in
            try await stage.node("n1")
            try await stage.change(node: "n1", "is cordoned") { $0.spec.unschedulable = true }
            try await stage.pod("web")
            try await stage.expectUnschedulable("web")
            try await stage.change(node: "n1", "is schedulable again") { $0.spec.unschedulable = false }
            try await stage.expectBound("web", to: ["n1"])
        },
    ]
}
