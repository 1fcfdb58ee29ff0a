internal import Client
public import Conformance
internal import ConformanceStage

/// The API server of a whole cluster, by its kubeconfig: of any Kubernetes, for somebody who may do everything. Each case has a
/// namespace of its own.
public enum APIServerCluster {
    public static let suite = Suite(
        4, "APIServer", level: .cluster, setting: Suite.cluster(),
        cases: (SharedCases.all + AccessCases.withControllers).map { shared in
            shared.asCase("apiserver-cluster") { try $0.setting(as: ClusterClient.self) }
        })
}

enum SharedCases {
    static let all =
        WritingCases.all + RefusalCases.all + ListingCases.all + WatchingCases.all + PatchCases.all + ApplyCases.all
        + FormCases.all + AccessCases.all + CredentialCases.all
}
