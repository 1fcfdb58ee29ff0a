internal import Client
public import Conformance
internal import ConformanceStage

/// Pods on the nodes of a whole cluster, by its kubeconfig: of any Kubernetes whose nodes can run busybox.
public enum KubeletCluster {
    static let namespace = "kubelet-conformance"

    public static let suite = Suite(
        8, "Kubelet", level: .cluster,
        setting: Suite.cluster(namespaces: [namespace]),
        cases: ClusterCases.all)

    static func story(
        _ identifier: String, _ must: String, source: String = Page.lifeCycle, says: String = "", weight: Int = 1,
        _ body: @escaping @Sendable (PodsInCluster) async throws -> Void
    ) -> Case {
        Case(
            "kubelet-cluster/\(identifier)", Requirement(must, source: source, says: says), weight: weight,
            timeLimit: .seconds(180)
        ) { scenario in
            let stage = PodsInCluster(scenario, try scenario.setting(as: ClusterClient.self))
            try await stage.tell(body)
        }
    }
}
