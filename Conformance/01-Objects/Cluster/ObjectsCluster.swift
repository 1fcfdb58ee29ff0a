internal import API
internal import Client
public import Conformance
internal import HTTP
internal import Schema

/// Objects in a whole cluster, by its kubeconfig: of any Kubernetes. Each case has a namespace of its own.
public enum ObjectsCluster {
    public static let suite = Suite(
        1, "Objects", level: .cluster,
        setting: { subject, run in
            guard case .cluster(let kubeconfig) = subject else { throw Undecided("there is no cluster") }
            try await run(
                Connection(
                    client: try ClusterClient(ClientConfiguration(kubeconfig: kubeconfig), userAgent: "conformance")))
        },
        cases: (SharedCases.all + CollectionCases.all).map { shared in
            shared.asCase("objects-cluster") { try $0.setting(as: Connection.self).client }
        })

    private struct Connection: Sendable {
        let client: ClusterClient
    }
}
