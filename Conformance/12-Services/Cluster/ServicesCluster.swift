internal import Client
public import Conformance
internal import ConformanceStage

/// The services of a whole cluster, by its kubeconfig: of any Kubernetes whose nodes can run busybox.
///
/// Clients are pods, too: what they found is in their termination message, so nothing is needed but the API.
public enum ServicesCluster {
    static let namespace = "services-conformance"

    public static let suite = Suite(
        12, "Services", level: .cluster,
        setting: Suite.cluster(namespaces: [namespace]),
        cases: ClusterCases.all)

    static func story(
        _ identifier: String, _ must: String, source: String = ServicesComponent.services, says: String = "",
        weight: Int = 1, _ body: @escaping @Sendable (ServicesInCluster) async throws -> Void
    ) -> Case {
        Case(
            "services-cluster/\(identifier)", Requirement(must, source: source, says: says), weight: weight,
            isAlone: true, timeLimit: .seconds(240)
        ) { scenario in
            let stage = ServicesInCluster(scenario, try scenario.setting(as: ClusterClient.self))
            try await stage.tell(body)
        }
    }
}
