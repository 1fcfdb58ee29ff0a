internal import API
internal import Client
public import Conformance
internal import ConformanceStage
internal import HTTP
internal import Schema

/// The ReplicaSet controller of a whole cluster, by its kubeconfig: of any Kubernetes. Each case has a namespace of its own.
public enum ReplicaSetsCluster {
    public static let suite = Suite(
        10, "ReplicaSets", level: .cluster,
        setting: Suite.cluster(),
        cases: (SharedCases.all + own).map { shared in
            Case(
                "replicasets-cluster/\(shared.name)", shared.requirement, coverage: shared.coverage,
                timeLimit: .seconds(180)
            ) { scenario in
                let client = try scenario.setting(as: ClusterClient.self)
                let namespace = "replicasets-\(String(scenario.seed, radix: 36))"
                let stage = SetStage(scenario: scenario, client: client, namespace: namespace)
                try await stage.prepare()
                do { try await shared.body(stage) } catch {
                    try await stage.leave()
                    throw error
                }
                try await stage.leave()
            }
        })

    private static let own = [
        SharedCase(
            "orphans", "Pods that a deleted set has left behind MUST be adopted by the next set that selects them.",
            says:
                "Once the original is deleted, you can create a new ReplicaSet to replace it. As long as the old and new "
                + ".spec.selector are the same, then the new one will adopt the old Pods."
        ) { stage in
            let set = try await stage.create("web", replicas: 2)
            let pods = try await stage.expectPods(2, of: set)
            stage.scenario.say("set web is deleted, its pods are to stay")
            var options = DeleteOptions()
            options.propagationPolicy = "Orphan"
            try await stage.client.delete(ReplicaSet.self, "web", namespace: stage.namespace, options: options)
            try await stage.eventually("the pods have no controller") {
                let left = try await stage.activePods()
                return (left.count == 2 && left.allSatisfy { $0.controller == nil }, "\(left.map(\.controller))")
            }
            let next = try await stage.create("next", replicas: 3)
            let now = try await stage.expectPods(3, of: next)
            let kept = now.count { pod in pods.contains { $0.metadata.uid == pod.metadata.uid } }
            try stage.scenario.expect("the two old pods are among the three", observed: "\(kept) are", kept == 2)
        },
        SharedCase(
            "deleted-with-its-pods", "The pods of a deleted set MUST be deleted, too.",
            says: "To delete a ReplicaSet and all of its Pods, use kubectl delete. The Garbage collector automatically "
                + "deletes all of the dependent Pods by default."
        ) { stage in
            let set = try await stage.create("web", replicas: 2)
            try await stage.expectPods(2, of: set)
            stage.scenario.say("set web is deleted")
            try await stage.client.delete(ReplicaSet.self, "web", namespace: stage.namespace)
            try await stage.eventually("no pod is left") {
                let left = try await stage.activePods()
                return (left.isEmpty, "there are \(left.map(\.name))")
            }
        },
        SharedCase(
            "runs", "A set's pods MUST run, and become available.",
            says: "Its purpose is to maintain a stable set of replica Pods running at any given time."
        ) { stage in
            _ = try await stage.client.nodesForPods()
            let set = try await stage.create("web", replicas: 2) { $0.spec.template.spec.nodeSelector = [:] }
            try await stage.expectStatus(set, "availableReplicas 2") { $0.availableReplicas == 2 }
            let pods = try await stage.expectPods(2, of: set)
            try await stage.delete(pods[0])
            try await stage.eventually("another pod is available in its place") {
                let active = try await stage.activePods(of: set)
                return (active.count == 2 && active.allSatisfy(\.isReady), "\(active.map(\.name))")
            }
        },
    ]
}

extension SetStage {
    /// Takes the namespace away, and doesn't wait for its end.
    fileprivate func leave() async throws {
        try await clear()
        try await client.delete(Namespace.self, namespace)
    }

    /// Skips the case on an API server of an older Kubernetes than 1.`minor`, or of one that doesn't say.
    func skip(before minor: Int, _ feature: String) async throws {
        let version = try await client.document(.get, Target(path: "/version", query: Query()))
        guard let found = Int((version["minor"]?.string ?? "").prefix { $0.isNumber }) else {
            throw Skipped("nobody knows whether this Kubernetes knows \(feature): it says no version")
        }
        if found < minor { throw Skipped("1.\(found) doesn't know \(feature)") }
    }
}
