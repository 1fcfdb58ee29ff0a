internal import API
internal import Client
internal import Conformance
internal import ConformanceStage
internal import Schema

/// Where a ReplicaSet controller is watched at work: a namespace, in which sets and pods are written, and read back.
///
/// Pods ask for a node that isn't there, so nobody runs them; whatever a kubelet would say of them, the case says. So a
/// case needs no nodes, and no kubelet speaks against it.
struct SetStage: Sendable {
    /// For something to happen.
    static let patience = Duration.seconds(30)
    /// For something that must not happen.
    static let pause = Duration.milliseconds(1200)
    static let nowhere = ["conformance.dinghy.dev/nowhere": "yes"]

    let scenario: Scenario
    let client: ClusterClient
    let namespace: String

    // MARK: - What there is

    /// A set that selects `app=web`, unless `change` makes it another one.
    @discardableResult
    func create(
        _ name: String, replicas: Int, _ change: (inout ReplicaSet) -> Void = { _ in }
    ) async throws -> ReplicaSet {
        var set = ReplicaSet()
        (set.metadata.name, set.metadata.namespace) = (name, namespace)
        set.spec.replicas = replicas
        var selector = LabelSelector()
        selector.matchLabels = ["app": "web"]
        set.spec.selector = selector
        set.spec.template.metadata.labels = ["app": "web"]
        set.spec.template.spec = Self.podSpec
        change(&set)
        scenario.say("set \(name) is created: \(replicas) replicas")
        return try await client.create(set)
    }

    /// A pod that nobody owns.
    @discardableResult
    func createPod(_ name: String, _ change: (inout Pod) -> Void = { _ in }) async throws -> Pod {
        var pod = Pod()
        (pod.metadata.name, pod.metadata.namespace) = (name, namespace)
        pod.metadata.labels = ["app": "web"]
        pod.spec = Self.podSpec
        change(&pod)
        scenario.say("pod \(name) is created by hand")
        return try await client.create(pod)
    }

    private static var podSpec: PodSpec {
        var container = Container()
        (container.name, container.image, container.command) = ("main", "busybox:1.36", ["sleep", "1000000"])
        var spec = PodSpec()
        spec.containers = [container]
        spec.nodeSelector = nowhere
        (spec.terminationGracePeriodSeconds, spec.automountServiceAccountToken) = (0, false)
        return spec
    }

    func change(_ set: ReplicaSet, _ what: String, _ change: (inout ReplicaSet) -> Void) async throws {
        scenario.say("set \(set.name) \(what)")
        let old = try await client.get(ReplicaSet.self, set.name, namespace: namespace)
        var new = old
        change(&new)
        try await client.patch(from: old, to: new)
    }

    func change(_ pod: Pod, _ what: String, _ change: (inout Pod) -> Void) async throws {
        scenario.say("a pod \(what)")
        let old = try await client.get(Pod.self, pod.name, namespace: namespace)
        var new = old
        change(&new)
        try await client.patch(from: old, to: new)
        var told = try await client.get(Pod.self, pod.name, namespace: namespace)
        let before = told
        told.status = new.status
        try await client.patchStatus(from: before, to: told)
    }

    func delete(_ pod: Pod) async throws {
        scenario.say("a pod is deleted")
        var options = DeleteOptions()
        options.gracePeriodSeconds = 0
        try await client.delete(Pod.self, pod.name, namespace: namespace, options: options)
    }

    // MARK: - What must be

    /// Neither ended nor ending.
    func activePods(of set: ReplicaSet? = nil) async throws -> [Pod] {
        try await client.list(Pod.self, ListOptions(namespace: namespace)).items.filter { pod in
            let hasEnded = ["Succeeded", "Failed"].contains(pod.status.phase.rawValue)
            let isOurs = set.map { set in pod.controller == set.metadata.uid } ?? true
            return isOurs && !hasEnded && pod.metadata.deletionTimestamp == nil
        }.sorted { $0.name < $1.name }
    }

    /// There are so many active pods, and some time later there are still as many.
    @discardableResult
    func expectPods(_ count: Int, of set: ReplicaSet) async throws -> [Pod] {
        let expected = "\(set.name) has \(count) active pod\(count == 1 ? "" : "s")"
        try await eventually(expected) {
            let found = try await activePods(of: set).count
            return (found == count, "there are \(found)")
        }
        try await Task.sleep(for: Self.pause)
        let pods = try await activePods(of: set)
        try scenario.expect(
            expected + ", and keeps them", observed: "soon there are \(pods.count)", pods.count == count)
        scenario.say(expected)
        return pods
    }

    func expectStatus(_ set: ReplicaSet, _ expected: String, _ condition: (ReplicaSetStatus) -> Bool) async throws {
        try await eventually("the status of \(set.name) says: \(expected)") {
            let status = try await client.get(ReplicaSet.self, set.name, namespace: namespace).status
            return (condition(status), "\(status.json)")
        }
        scenario.say("the status says: \(expected)")
    }

    /// Looks again and again.
    /// - Parameter look: whether it is so, and what is so.
    func eventually(
        _ expected: String, _ look: () async throws -> (isSo: Bool, observed: String)
    ) async throws {
        let deadline = ContinuousClock.now + Self.patience
        while true {
            let (isSo, observed) = try await look()
            if isSo { return }
            try scenario.expect(
                expected, observed: "after \(Self.patience): \(observed)", ContinuousClock.now < deadline)
            try await Task.sleep(for: .milliseconds(50))
        }
    }
}

extension Pod {
    /// The uid of whoever is in charge of it.
    var controller: String? { metadata.ownerReferences.first { $0.controller == true }?.uid }

    /// As a kubelet would report it.
    mutating func run() {
        status.phase = "Running"
        var ready = PodCondition()
        (ready.type, ready.status) = ("Ready", "True")
        ready.lastTransitionTime = metadata.creationTimestamp
        status.conditions.removeAll { $0.type == "Ready" }
        status.conditions.append(ready)
    }
}

// MARK: - Before and after

extension SetStage {
    /// Makes the namespace, and what pods need in it where no controller makes it.
    func prepare() async throws {
        try await client.ensureNamespace(namespace)
        try await client.ensureServiceAccount(in: namespace)
    }

    /// Removes what a case has made, finalizers or not.
    func clear() async throws {
        for set in try await client.list(ReplicaSet.self, ListOptions(namespace: namespace)).items {
            try await release(set)
            _ = try? await client.delete(ReplicaSet.self, set.name, namespace: namespace)
        }
        for pod in try await client.list(Pod.self, ListOptions(namespace: namespace)).items {
            try await release(pod)
            var options = DeleteOptions()
            options.gracePeriodSeconds = 0
            _ = try? await client.delete(Pod.self, pod.name, namespace: namespace, options: options)
        }
    }

    private func release<Object: Resource>(_ object: Object) async throws {
        guard !object.metadata.finalizers.isEmpty else { return }
        _ = try? await client.patch(
            Object.self, object.name, namespace: namespace, .merge(["metadata": ["finalizers": []]]))
    }
}
