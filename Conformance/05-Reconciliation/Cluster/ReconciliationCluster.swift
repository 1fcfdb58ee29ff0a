internal import API
internal import Client
public import Conformance
internal import ConformanceStage
internal import HTTP
internal import Schema

/// What whoever reconciles may count on, on any Kubernetes, by its kubeconfig: lists and watches that fit together, and
/// controllers that bring back what should be. Each case has a namespace of its own.
public enum ReconciliationCluster {
    public static let suite = Suite(
        5, "Reconciliation", level: .cluster,
        setting: Suite.cluster(),
        cases: FollowingCases.all + ListingCases.all + ControllerCases.all)

    static func story(
        _ name: String, _ must: String, source: String, says: String = "", coverage: Coverage = .core,
        _ body: @escaping @Sendable (FollowStage) async throws -> Void
    ) -> Case {
        Case(
            "reconciliation-cluster/\(name)", Requirement(must, source: source, says: says), coverage: coverage,
            timeLimit: .seconds(120)
        ) { scenario in
            let client = try scenario.setting(as: ClusterClient.self)
            let stage = FollowStage(
                scenario: scenario, client: client, namespace: "reconciliation-\(String(scenario.seed, radix: 36))")
            var space = Namespace()
            space.metadata.name = stage.namespace
            try await client.create(space)
            do { try await body(stage) } catch {
                _ = try? await client.delete(Namespace.self, stage.namespace)
                throw error
            }
            _ = try? await client.delete(Namespace.self, stage.namespace)
        }
    }

    static let concepts = "https://kubernetes.io/docs/reference/using-api/api-concepts/"
    static let controllers = "https://kubernetes.io/docs/concepts/architecture/controller/"
}
