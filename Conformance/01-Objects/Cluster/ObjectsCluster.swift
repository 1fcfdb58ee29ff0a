internal import Client
public import Conformance
internal import ConformanceStage

/// Objects in a whole cluster, by its kubeconfig: of any Kubernetes. Each case has a namespace of its own.
public enum ObjectsCluster {
    public static let suite = Suite(
        1, "Objects", level: .cluster,
        setting: Suite.cluster(),
        cases: (SharedCases.all + CollectionCases.all).map { shared in
            shared.asCase("objects-cluster") { try $0.setting(as: ClusterClient.self) }
        })
}
