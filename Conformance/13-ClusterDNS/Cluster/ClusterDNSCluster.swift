internal import Client
public import Conformance
internal import ConformanceStage

/// The names of a whole cluster, by its kubeconfig: of any Kubernetes whose nodes can run busybox.
///
/// Pods ask, and what they found is in their termination message, so nothing is needed but the API. The cluster's domain is
/// read from a pod's resolv.conf.
public enum ClusterDNSCluster {
    static let namespace = "dns-conformance"
    static let other = "dns-conformance-2"

    public static let suite = Suite(
        13, "ClusterDNS", level: .cluster,
        setting: Suite.cluster(namespaces: [namespace, other]),
        cases: ClusterCases.all)

    static let pods = "https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/"

    static func story(
        _ identifier: String, _ must: String, source: String = pods, says: String = "", weight: Int = 1,
        _ body: @escaping @Sendable (NamesInCluster) async throws -> Void
    ) -> Case {
        Case(
            "dns-cluster/\(identifier)", Requirement(must, source: source, says: says), weight: weight,
            isAlone: true, timeLimit: .seconds(240)
        ) { scenario in
            try await NamesInCluster(scenario, try scenario.setting(as: ClusterClient.self)).tell(body)
        }
    }
}
