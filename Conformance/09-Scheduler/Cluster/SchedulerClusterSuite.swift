internal import API
internal import Client
public import Conformance
internal import Schema
internal import SchedulerSuite

/// The scheduler of a whole cluster, by its kubeconfig: of any Kubernetes. Stories borrow the cluster's own nodes.
public enum SchedulerCluster {
    public static let suite = Suite(
        9, "Scheduler", level: .cluster,
        setting: { subject, run in
            guard case .cluster(let kubeconfig) = subject else { throw Undecided("there is no cluster") }
            let client = try ClusterClient(ClientConfiguration(kubeconfig: kubeconfig), userAgent: "conformance")
            var namespace = Namespace()
            namespace.metadata.name = "scheduler-conformance"
            try await namespace.set(client)
            try await run(Borrowed(client: client))
            try await client.delete(Namespace.self, namespace.metadata.name)
        }, cases: retold + own)

    private struct Borrowed: Sendable {
        let client: ClusterClient
    }

    /// The lab's stories that need no more of a node than labels, taints and extended resources.
    private static let stories = [
        "taints/no-schedule", "taints/all-taints", "taints/several-tolerations", "taints/toleration-without-effect",
        "taints/equal-other-value", "node-affinity/selector-and", "node-affinity/required",
        "node-affinity/terms-or", "node-affinity/expressions-and", "node-affinity/in",
        "node-affinity/not-in-without-label", "node-affinity/label-added", "spread/do-not-schedule",
        "spread/min-domains", "pod-affinity/near", "pod-affinity/nobody-there", "pod-affinity/first-of-its-group",
        "pod-affinity/apart", "pod-affinity/symmetric", "pod-affinity/own-namespace", "queue/gates",
    ]

    private static let retold: [Case] = SchedulerLab.suite.cases.filter { told in
        stories.contains { told.identifier == "scheduler/\($0)" }
    }.compactMap { told in
        told.script.map { text in
            onStage(told.identifier.dropFirst("scheduler/".count), told.requirement, told.coverage, told.weight, text)
        }
    }

    private static let extendedResources =
        "https://kubernetes.io/docs/tasks/administer-cluster/extended-resource-node/"
    private static let preemption =
        "https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/"

    private static let own = [
        onStage(
            "resources/too-much",
            Requirement(
                "A pod that requests more than any node has MUST wait.",
                source: "https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/"), .core, 1,
            """
            node n1
            pod huge cpu=100k
            huge waits
            """),
        onStage(
            "resources/extended",
            Requirement("Extended resources MUST be counted.", source: extendedResources), .core, 2,
            """
            node n1 gpu=2
            pod a gpu=2
            a → n1
            pod b gpu=1
            b waits
            delete a
            b → n1
            """),
        onStage(
            "preemption/makes-room",
            Requirement(
                "A pod that fits nowhere MUST take the place of a less important one, and be bound in the end.",
                source: preemption), .core, 2,
            """
            node n1 gpu=1
            pod low gpu=1 priority=1
            low → n1
            pod high gpu=1 priority=10
            wait 2
            delete low
            high → n1
            """),
        onStage(
            "preemption/never",
            Requirement("A pod with preemptionPolicy Never MUST NOT displace others.", source: preemption), .core, 1,
            """
            node n1 gpu=1
            pod low gpu=1 priority=1
            low → n1
            pod high gpu=1 priority=10 never-preempts
            high waits
            """),
    ]

    private static func onStage(
        _ name: some StringProtocol, _ requirement: Requirement, _ coverage: Coverage, _ weight: Int, _ text: String
    ) -> Case {
        Case(staged: "scheduler-cluster/\(name)", requirement, coverage, weight) { scenario in
            let client = try scenario.setting(as: Borrowed.self).client
            try await Stage.tell(
                text, Stage(scenario, client, nodes: BorrowedNodes(), namespace: "scheduler-conformance"))
        }
    }
}
