internal import API
internal import Client
public import Conformance
internal import ConformanceStage
internal import Schema

/// The Deployments of a whole cluster, by its kubeconfig: of any Kubernetes whose nodes can run busybox. Each case has a
/// namespace of its own.
public enum DeploymentsCluster {
    public static let suite = Suite(
        11, "Deployments", level: .cluster,
        setting: Suite.cluster(),
        cases: (SharedCases.all + own).map { shared in
            Case(
                "deployments-cluster/\(shared.name)", shared.requirement, weight: shared.weight,
                timeLimit: .seconds(240)
            ) { scenario in
                let client = try scenario.setting(as: ClusterClient.self)
                _ = try await client.nodesForPods()
                let stage = DeploymentStage(
                    scenario: scenario, client: client,
                    namespace: "deployments-\(String(scenario.seed, radix: 36))", hasPods: true)
                try await stage.prepare()
                let result: Result<Void, any Error>
                do { result = .success(try await shared.body(stage)) } catch { result = .failure(error) }
                try await stage.clear()
                try await stage.client.delete(Namespace.self, stage.namespace)
                try result.get()
            }
        })

    private static let own = [
        SharedCase(
            "one-version-at-a-time", "With the strategy Recreate pods of two versions MUST NOT be there together.",
            says: "All existing Pods are killed before new ones are created when .spec.strategy.type==Recreate."
        ) { stage in
            try await stage.create(replicas: 2, ["strategy": ["type": "Recreate"]])
            try await stage.expectStatus("2 available") { $0.availableReplicas == 2 }
            try await stage.update(to: "v2")
            let deadline = ContinuousClock.now + DeploymentStage.patience
            var versions: [String] = []
            repeat {
                versions = try await stage.versionsOfPods()
                try stage.scenario.expect(
                    "pods of one version", observed: "pods of \(versions.joined(separator: " and "))",
                    versions.count < 2)
                try await Task.sleep(for: .milliseconds(50))
            } while versions != ["v2"] && ContinuousClock.now < deadline
            try stage.scenario.expect("pods of v2", observed: "\(versions)", versions == ["v2"])
        },
        SharedCase(
            "deleted-with-its-pods", "The sets and pods of a deleted Deployment MUST be deleted, too.",
            source: "https://kubernetes.io/docs/concepts/architecture/garbage-collection/"
        ) { stage in
            try await stage.create(replicas: 2)
            try await stage.expectStatus("2 available") { $0.availableReplicas == 2 }
            stage.scenario.say("the deployment is deleted")
            try await stage.client.delete(Deployment.self, "web", namespace: stage.namespace)
            let deadline = ContinuousClock.now + DeploymentStage.patience
            while true {
                let versions = try await stage.versionsOfPods()
                if versions.isEmpty { return }
                try stage.scenario.expect(
                    "no pods are left", observed: "there are some", ContinuousClock.now < deadline)
                try await Task.sleep(for: .milliseconds(100))
            }
        },
    ]
}

extension DeploymentStage {
    /// Of those that haven't ended, each once.
    fileprivate func versionsOfPods() async throws -> [String] {
        let pods = try await client.list(Pod.self, ListOptions(namespace: namespace)).items.filter { pod in
            pod.status.phase != .succeeded && pod.status.phase != .failed
        }
        return Set(pods.compactMap { $0.spec.containers.first?.env.first { $0.name == "VERSION" }?.value }).sorted()
    }
}
