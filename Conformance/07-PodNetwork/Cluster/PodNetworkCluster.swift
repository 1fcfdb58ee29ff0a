internal import Client
public import Conformance
internal import ConformanceStage

/// The network of a whole cluster's pods, by its kubeconfig: of any Kubernetes whose nodes can run busybox.
///
/// Who asks is a pod, too: what it found is in its termination message, so nothing is needed but the API.
public enum PodNetworkCluster {
    static let namespace = "podnetwork-conformance"
    static let otherNamespace = "podnetwork-conformance-2"
    static let services = "https://kubernetes.io/docs/concepts/services-networking/"
    static let networking = "https://kubernetes.io/docs/concepts/cluster-administration/networking/"
    static let pods = "https://kubernetes.io/docs/concepts/workloads/pods/"

    public static let suite = Suite(
        7, "PodNetwork", level: .cluster,
        setting: Suite.cluster(namespaces: [namespace, otherNamespace]),
        cases: AddressesInCluster.all + PacketsInCluster.all)

    static func story(
        _ identifier: String, _ must: String, source: String = services, says: String = "", weight: Int = 1,
        _ body: @escaping @Sendable (PodsStage) async throws -> Void
    ) -> Case {
        Case(
            "podnetwork-cluster/\(identifier)", Requirement(must, source: source, says: says), weight: weight,
            isAlone: true, timeLimit: .seconds(240)
        ) { scenario in
            let stage = PodsStage(scenario, try scenario.setting(as: ClusterClient.self))
            try await stage.tell(body)
        }
    }
}
