internal import API
internal import Conformance
internal import Schema

/// How much a pod may use, and how dear it is.
enum LimitCases {
    private static let qos = "https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/"
    private static let resources = "https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/"

    static let all: [Case] = [
        PodsCluster.story(
            "qos/guaranteed", "A pod whose limits are its requests MUST be Guaranteed.", source: qos
        ) { stage in
            try await expect("Guaranteed", ["limits": ["cpu": "100m", "memory": "32Mi"]], stage)
        },
        PodsCluster.story("qos/burstable", "A pod that requests something MUST be Burstable.", source: qos) { stage in
            try await expect("Burstable", ["requests": ["cpu": "10m"]], stage)
        },
        PodsCluster.story("qos/best-effort", "A pod that asks for nothing MUST be BestEffort.", source: qos) { stage in
            try await expect("BestEffort", [:], stage)
        },
        PodsCluster.story(
            "limits/memory", "A container that exceeds its memory limit MUST be killed, and the status say why.",
            source: "https://kubernetes.io/docs/tasks/configure-pod-container/assign-memory-resource/",
            says: "The Container was killed for reason OOMKilled, with exit code 137.", weight: 2
        ) { stage in
            let pod = try await stage.pod([
                PodsInCluster.container("main", "exec tail /dev/zero", ["resources": ["limits": ["memory": "32Mi"]]])
            ])
            let ended = try await stage.end(of: "main", in: pod)
            try stage.scenario.expect("exit code", ended.exitCode, equals: 137)
            try stage.scenario.expect("reason", ended.reason, equals: "OOMKilled")
        },
        PodsCluster.story(
            "limits/others-go-on", "A container's death by memory MUST leave the pod's others alone.", source: resources
        ) { stage in
            let pod = try await stage.pod([
                PodsInCluster.container("hungry", "exec tail /dev/zero", ["resources": ["limits": ["memory": "32Mi"]]]),
                PodsInCluster.container("modest", "sleep 1000"),
            ])
            try stage.scenario.expect("exit code", try await stage.end(of: "hungry", in: pod).exitCode, equals: 137)
            let modest = try await stage.status(of: pod).containerStatuses.first { $0.name == "modest" }
            try stage.scenario.expect("the other one runs", modest?.state.running != nil, equals: true)
        },
        PodsCluster.story(
            "limits/told", "A container MUST be able to learn its own limits.",
            source: "https://kubernetes.io/docs/concepts/workloads/pods/downward-api/"
        ) { stage in
            let said = try await stage.answer(
                "echo $CPU $MEMORY",
                [
                    "resources": ["limits": ["cpu": "500m", "memory": "64Mi"]],
                    "env": [
                        [
                            "name": "CPU",
                            "valueFrom": ["resourceFieldRef": ["resource": "limits.cpu", "divisor": "1m"]],
                        ],
                        [
                            "name": "MEMORY",
                            "valueFrom": ["resourceFieldRef": ["resource": "limits.memory", "divisor": "1Mi"]],
                        ],
                    ],
                ])
            try stage.scenario.expect("what it learns", said, equals: "500 64")
        },
    ]

    private static func expect(_ qosClass: String, _ resources: JSON, _ stage: PodsInCluster) async throws {
        let pod = try await stage.pod([PodsInCluster.container("main", "sleep 1000", ["resources": resources])])
        try stage.scenario.expect(
            "status.qosClass", try await stage.status(of: pod).qosClass.rawValue, equals: qosClass)
    }
}
