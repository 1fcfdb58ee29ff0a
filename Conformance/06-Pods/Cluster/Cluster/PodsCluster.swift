internal import Client
public import Conformance
internal import ConformanceStage

/// The pods of a whole cluster, by its kubeconfig: of any Kubernetes whose nodes can run busybox.
///
/// What a container finds it says in its termination message, so nothing is needed but the API.
public enum PodsCluster {
    static let namespace = "pods-conformance"

    public static let suite = Suite(
        6, "Pods", level: .cluster,
        setting: Suite.cluster(namespaces: [namespace]),
        cases: SharingCases.all + LimitCases.all + SecurityCases.all)

    static let pods = "https://kubernetes.io/docs/concepts/workloads/pods/"

    static func story(
        _ identifier: String, _ must: String, source: String = pods, says: String = "", weight: Int = 1,
        _ body: @escaping @Sendable (PodsInCluster) async throws -> Void
    ) -> Case {
        Case(
            "pods-cluster/\(identifier)", Requirement(must, source: source, says: says), weight: weight,
            timeLimit: .seconds(240)
        ) { scenario in
            let stage = PodsInCluster(scenario, try scenario.setting(as: ClusterClient.self))
            try await stage.tell(body)
        }
    }
}
