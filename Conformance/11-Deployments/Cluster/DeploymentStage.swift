internal import API
internal import Client
internal import Conformance
internal import ConformanceStage
internal import Schema

/// Where a Deployment controller is watched at work: a namespace with Deployments, and the ReplicaSets that it makes.
///
/// On a stage without a ReplicaSet controller the case plays one, and the pods, too: it writes into each set's status what
/// the set would have. In a cluster both are real, and the case only looks. A pod's version is the value of VERSION in its
/// template; pods of a version that begins with `broken` never get ready.
struct DeploymentStage: Sendable {
    /// For something to happen.
    static let patience = Duration.seconds(60)
    /// For something that must not happen.
    static let pause = Duration.milliseconds(1500)

    let scenario: Scenario
    let client: ClusterClient
    let namespace: String
    /// Whether sets have pods by somebody else's work.
    let hasPods: Bool

    // MARK: - What there is

    /// A Deployment `web` of version v1.
    /// - Parameter spec: further members of the Deployment's.
    @discardableResult
    func create(replicas: Int, _ spec: JSON = [:], version: String = "v1") async throws -> Deployment {
        var whole: JSON = [
            "replicas": replicas.json, "selector": ["matchLabels": ["app": "web"]], "template": Self.template(version),
        ]
        for member in spec.object ?? [:] { whole[member.name] = member.value }
        scenario.say("deployment web of version \(version): \(replicas) replicas\(spec == [:] ? "" : ", \(spec)")")
        return try await client.create(
            try Deployment(json: ["metadata": ["name": "web", "namespace": .string(namespace)], "spec": whole]))
    }

    private static func template(_ version: String) -> JSON {
        var container: JSON = [
            "name": "main", "image": "busybox:1.36", "imagePullPolicy": "IfNotPresent",
            "command": ["sleep", "1000000"], "env": [["name": "VERSION", "value": .string(version)]],
        ]
        if version.hasPrefix("broken") {
            container["readinessProbe"] = ["exec": ["command": ["false"]], "periodSeconds": 1]
        }
        let spec: JSON = [
            "terminationGracePeriodSeconds": 0, "automountServiceAccountToken": false, "containers": [container],
        ]
        return ["metadata": ["labels": ["app": "web"]], "spec": spec]
    }

    func update(to version: String) async throws {
        scenario.say("the template becomes that of version \(version)")
        // A list is replaced as a whole by a merge patch.
        try await patch(["template": Self.template(version)])
    }

    func change(_ what: String, _ spec: JSON) async throws {
        scenario.say("deployment web \(what)")
        try await patch(spec)
    }

    private func patch(_ spec: JSON) async throws {
        // A probe that isn't in the new template goes with the list that it stands in.
        try await client.patch(Deployment.self, "web", namespace: namespace, .merge(["spec": spec]))
    }

    func deployment() async throws -> Deployment { try await client.get(Deployment.self, "web", namespace: namespace) }

    /// The Deployment's own, the oldest revision first.
    func sets() async throws -> [ReplicaSet] {
        let owner = try await deployment().metadata.uid
        return try await client.list(ReplicaSet.self, ListOptions(namespace: namespace)).items
            .filter { set in set.metadata.ownerReferences.contains { $0.uid == owner && $0.controller == true } }
            .sorted { ($0.revision, $0.name) < ($1.revision, $1.name) }
    }

    // MARK: - What happens

    /// In the place of a ReplicaSet controller, of a scheduler and of kubelets: each set has its pods, which are available
    /// unless they are broken.
    /// - Parameter left: pods that are still there of versions whose sets want fewer.
    func act(_ sets: [ReplicaSet], left: [String: Int] = [:]) async throws {
        if hasPods { return }
        for set in sets {
            var told = set
            let wanted = set.spec.replicas ?? 0
            told.status.replicas = max(wanted, left[set.version] ?? 0)
            told.status.fullyLabeledReplicas = told.status.replicas
            told.status.readyReplicas = set.version.hasPrefix("broken") ? 0 : wanted
            told.status.availableReplicas = told.status.readyReplicas
            told.status.observedGeneration = set.metadata.generation
            if told.status == set.status { continue }
            // Somebody else may have written: then the next look is another one.
            _ = try? await client.patchStatus(from: set, to: told)
        }
    }

    /// A pod of a set, where nobody else makes any.
    func createPod(of set: ReplicaSet) async throws -> Pod {
        try await client.ensureServiceAccount(in: namespace)
        let owner: JSON = [
            "apiVersion": "apps/v1", "kind": "ReplicaSet", "name": .string(set.name),
            "uid": .string(set.metadata.uid), "controller": true, "blockOwnerDeletion": true,
        ]
        var pod = Pod()
        (pod.metadata.name, pod.metadata.namespace) = ("\(set.name)-old", namespace)
        pod.metadata.labels = set.spec.template.metadata.labels
        pod.metadata.ownerReferences = try [OwnerReference](json: [owner])
        pod.spec = set.spec.template.spec
        return try await client.create(pod)
    }

    func end(_ pod: Pod) async throws {
        scenario.say("it has ended")
        try await client.delete(
            Pod.self, pod.name, namespace: namespace, options: DeleteOptions(gracePeriodSeconds: 0))
    }

    // MARK: - What must be

    /// Looks again and again, and plays the sets' part, until the sets are as they should be.
    /// - Parameters:
    ///   - expected: `v1=0 v2=3`: how many pods the sets of each version want.
    ///   - always: what must be so at each look; a sentence if it isn't.
    @discardableResult
    func expect(
        _ expected: String, left: [String: Int] = [:], always: ([ReplicaSet]) -> String? = { _ in nil }
    ) async throws -> [ReplicaSet] {
        let deadline = ContinuousClock.now + Self.patience
        while true {
            let sets = try await sets()
            if let broken = always(sets) {
                try scenario.fail(
                    expected: "at each moment \(broken)", observed: Self.text(sets) + Self.available(sets))
            }
            if Self.text(sets) == expected {
                scenario.say("sets → \(expected)")
                try await act(sets, left: left)
                return sets
            }
            try scenario.expect(
                "sets → \(expected)", observed: "sets → \(Self.text(sets)), after \(Self.patience)",
                ContinuousClock.now < deadline)
            try await act(sets, left: left)
            try await Task.sleep(for: .milliseconds(30))
        }
    }

    /// The same, and some time later it is still so.
    @discardableResult
    func expectToStay(
        _ expected: String, left: [String: Int] = [:], always: ([ReplicaSet]) -> String? = { _ in nil }
    ) async throws -> [ReplicaSet] {
        try await expect(expected, left: left, always: always)
        let end = ContinuousClock.now + Self.pause
        while ContinuousClock.now < end {
            let sets = try await sets()
            try scenario.expect(
                "sets → \(expected), and so they stay", observed: "sets → \(Self.text(sets))",
                Self.text(sets) == expected)
            try await act(sets, left: left)
            try await Task.sleep(for: .milliseconds(50))
        }
        return try await sets()
    }

    func expectStatus(_ expected: String, _ isSo: (DeploymentStatus) -> Bool) async throws {
        let deadline = ContinuousClock.now + Self.patience
        while true {
            let status = try await deployment().status
            if isSo(status) { return scenario.say("the status says: \(expected)") }
            try scenario.expect(
                "the status says: \(expected)", observed: "\(status.json)", ContinuousClock.now < deadline)
            try await act(try await sets())
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    func expectCondition(_ type: String, _ status: String, reason: String? = nil) async throws {
        try await expectStatus("\(type) is \(status)\(reason.map { ", \($0)" } ?? "")") { told in
            told.conditions.contains {
                $0.type.rawValue == type && $0.status.rawValue == status && (reason == nil || $0.reason == reason)
            }
        }
    }

    /// Sets that want nothing and are kept for their template only aren't told, unless there is nothing else.
    private static func text(_ sets: [ReplicaSet]) -> String {
        let texts = sets.filter { ($0.spec.replicas ?? 0) > 0 }.map { "\($0.version)=\($0.spec.replicas ?? 0)" }
        return texts.isEmpty ? "none" : texts.sorted().joined(separator: " ")
    }

    private static func available(_ sets: [ReplicaSet]) -> String {
        "; available: " + sets.map { "\($0.version)=\($0.available)" }.sorted().joined(separator: " ")
    }
}

extension ReplicaSet {
    var version: String {
        spec.template.spec.containers.first?.env.first { $0.name == "VERSION" }?.value ?? "?"
    }

    var revision: Int { Int(metadata.annotations["deployment.kubernetes.io/revision"] ?? "") ?? 0 }

    /// How many pods are available that the set hasn't given up.
    var available: Int { min(spec.replicas ?? 0, status.availableReplicas) }
}

// MARK: - Before and after

extension DeploymentStage {
    func prepare() async throws {
        try await client.ensureNamespace(namespace)
    }

    /// Removes what a case has made.
    func clear() async throws {
        _ = try? await client.delete(Deployment.self, "web", namespace: namespace)
        if !hasPods {
            for pod in try await client.list(Pod.self, ListOptions(namespace: namespace)).items {
                let options = DeleteOptions(gracePeriodSeconds: 0)
                _ = try? await client.delete(Pod.self, pod.name, namespace: namespace, options: options)
            }
        }
        for set in try await client.list(ReplicaSet.self, ListOptions(namespace: namespace)).items {
            _ = try? await client.delete(ReplicaSet.self, set.name, namespace: namespace)
        }
    }
}
