internal import API
internal import Client
public import Conformance
internal import ConformanceStage
internal import Schema

/// How a whole cluster, by its kubeconfig, deals with nodes that don't answer: any Kubernetes.
///
/// The nodes are objects of the cases' own, in a zone of their own, tainted so that nobody else's pods come; the cluster's
/// nodes are neither touched nor needed. Flags are taken to be as they are by default.
public enum NodesCluster {
    private static let timing = NodeStage.Timing(
        grace: .seconds(40), startup: .seconds(60), patience: .seconds(45), beat: .seconds(3))

    public static let suite = Suite(
        14, "Nodes", level: .cluster,
        setting: Suite.cluster(),
        cases: SharedCases.all.filter(\.isForClusters).map { shared in
            Case("nodes-cluster/\(shared.name)", shared.requirement, timeLimit: .seconds(240)) { scenario in
                let client = try scenario.setting(as: ClusterClient.self)
                let name = "nodes-\(String(scenario.seed, radix: 36))"
                let stage = NodeStage(
                    scenario: scenario, client: client, namespace: name, timing: timing, prefix: name)
                try await stage.prepare()
                do { try await stage.run(shared.body) } catch {
                    try await stage.leave()
                    throw error
                }
                try await stage.leave()
            }
        })
}

extension NodeStage {
    /// Takes the namespace away, and doesn't wait for its end.
    fileprivate func leave() async throws {
        try await clear()
        try await client.delete(Namespace.self, namespace)
    }
}
