internal import Conformance
internal import Schema

/// What pods demand of one another: affinity, spreading, ports, priority.
enum ConstraintCases {
    static let all: [Case] =
        neighbours + priorities + [
            SchedulerComponent.story(
                "host-port", "A scheduler MUST NOT bind two pods with the same host port to one node.", .assigning
            ) { stage in
                try await stage.node("n1")
                try await stage.node("n2")
                for name in ["a", "b"] {
                    try await stage.pod(name, hostPort(8080))
                    try await stage.expectBound(name, to: ["n1", "n2"])
                }
                try await stage.pod("c", hostPort(8080))
                try await stage.expectUnschedulable("c")
            },
            SchedulerComponent.story(
                "spreading", "A scheduler MUST keep the skew of a DoNotSchedule spread constraint within maxSkew.",
                .spreading
            ) { stage in
                try await stage.node("a1", cpu: 8, labels: ["zone": "a"])
                try await stage.node("b1", cpu: 8, labels: ["zone": "b"])
                try await stage.pod("w0", labels: ["app": "web"], ["nodeName": "a1"])
                try await stage.pod("w1", labels: ["app": "web"], spread)
                try await stage.expectBound("w1", to: ["b1"])
            },
        ]

    private static func hostPort(_ port: Int64) -> JSON {
        let ports: JSON = [["containerPort": .integer(port), "hostPort": .integer(port)]]
        return ["containers": [["name": "main", "image": "none", "ports": ports]]]
    }

    private static let spread: JSON = [
        "topologySpreadConstraints": [
            [
                "maxSkew": 1, "topologyKey": "zone", "whenUnsatisfiable": "DoNotSchedule",
                "labelSelector": ["matchLabels": ["app": "web"]],
            ]
        ]
    ]

    private static let neighbours = [
        SchedulerComponent.story(
            "pod-affinity", "A scheduler MUST bind a pod with a required pod affinity only beside a pod that it names.",
            .assigning
        ) { stage in
            try await stage.node("n1", labels: ["zone": "a"])
            try await stage.node("n2", labels: ["zone": "b"])
            try await stage.pod("cache", ["nodeName": "n2"])
            try await stage.pod("web", beside("podAffinity", "cache", "zone"))
            try await stage.expectBound("web", to: ["n2"])
            try await stage.pod("lost", beside("podAffinity", "nobody", "zone"))
            try await stage.expectUnschedulable("lost")
        },
        SchedulerComponent.story(
            "pod-anti-affinity",
            "A scheduler MUST NOT bind a pod into a topology where a pod is that its required anti-affinity names.",
            .assigning
        ) { stage in
            try await stage.node("a1", labels: ["zone": "a"])
            try await stage.node("a2", labels: ["zone": "a"])
            try await stage.node("b1", labels: ["zone": "b"])
            try await stage.pod("noisy", ["nodeName": "a1"])
            try await stage.pod("web", beside("podAntiAffinity", "noisy", "zone"))
            try await stage.expectBound("web", to: ["b1"])
        },
        SchedulerComponent.story(
            "anti-affinity-of-others",
            "A scheduler MUST NOT bind a pod beside one whose required anti-affinity names it.", .assigning
        ) { stage in
            try await stage.node("n1")
            var loner = beside("podAntiAffinity", "web", "kubernetes.io/hostname")
            loner["nodeName"] = "n1"
            try await stage.pod("loner", loner)
            try await stage.pod("web")
            try await stage.expectUnschedulable("web")
        },
    ]

    private static func beside(_ kind: String, _ app: String, _ topology: String) -> JSON {
        let term: JSON = [
            "labelSelector": ["matchLabels": ["app": .string(app)]], "topologyKey": .string(topology),
        ]
        let terms: JSON = ["requiredDuringSchedulingIgnoredDuringExecution": [term]]
        var affinity: JSON = [:]
        affinity[kind] = terms
        return ["affinity": affinity]
    }

    private static let priorities = [
        SchedulerComponent.story(
            "preemption", "A scheduler MUST make room for a pod by deleting pods of lower priority, if that helps.",
            .priority,
            says:
                "the scheduler tries to preempt (evict) lower priority Pods to make scheduling of the pending Pod possible"
        ) { stage in
            try await stage.node("n1", cpu: 4)
            try await stage.pod("low", cpu: 3)
            try await stage.expectBound("low", to: ["n1"])
            try await stage.pod("high", cpu: 3, ["priorityClassName": "system-cluster-critical"])
            try await stage.expectGone("low")
            try await stage.expectBound("high", to: ["n1"])
        },
        SchedulerComponent.story(
            "no-needless-preemption", "A scheduler MUST NOT delete a pod when that would not make room.", .priority
        ) { stage in
            try await stage.node("n1", cpu: 4)
            try await stage.pod("low", cpu: 1)
            try await stage.expectBound("low", to: ["n1"])
            try await stage.pod("huge", cpu: 16, ["priorityClassName": "system-cluster-critical"])
            try await stage.expectUnschedulable("huge")
            try await stage.expectBound("low", to: ["n1"])
        },
    ]
}
