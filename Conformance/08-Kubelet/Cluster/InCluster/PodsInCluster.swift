internal import API
internal import Client
internal import Conformance
internal import ConformanceStage
internal import HTTP
internal import Schema
internal import Synchronization

/// The pods of one case, in a namespace that all cases share: their names carry the case's seed. What they did is in their
/// termination message, so nothing is needed but the API.
final class PodsInCluster: Sendable {
    let scenario: Scenario
    let client: ClusterClient
    private let namespace = KubeletCluster.namespace
    private let made = Mutex<[String]>([])

    /// For a pod to run, images included.
    private static let patience = Duration.seconds(90)

    init(_ scenario: Scenario, _ client: ClusterClient) { (self.scenario, self.client) = (scenario, client) }

    func tell(_ body: @Sendable (PodsInCluster) async throws -> Void) async throws {
        _ = try await client.nodesForPods()
        let result: Result<Void, any Error>
        do { result = .success(try await body(self)) } catch { result = .failure(error) }
        for name in made.withLock(\.self) { try? await client.deleteNow(pod: name, in: namespace) }
        try result.get()
    }

    // MARK: - What there is

    /// A container that runs a shell's script.
    static func shell(_ name: String, _ script: String, _ members: JSON = [:]) -> JSON {
        var container: JSON = [
            "name": .string(name), "image": "busybox:1.36", "imagePullPolicy": "IfNotPresent",
            "command": ["sh", "-c", .string(script)],
        ]
        for member in members.object ?? [:] { container[member.name] = member.value }
        return container
    }

    /// It goes on until it is asked to end, and then ends at once.
    static func serving(_ name: String, _ members: JSON = [:]) -> JSON {
        shell(name, "trap 'exit 0' TERM; while true; do sleep 0.1; done", members)
    }

    /// - Returns: the pod as the API server has it.
    @discardableResult
    func pod(_ containers: [JSON], _ spec: JSON = [:]) async throws -> Pod {
        var whole: JSON = [
            "containers": .array(containers), "automountServiceAccountToken": false, "terminationGracePeriodSeconds": 5,
        ]
        for member in spec.object ?? [:] { whole[member.name] = member.value }
        let name = "pod-\(made.withLock(\.count))-\(scenario.seed)"
        let told = containers.map { "\($0["name"]?.string ?? ""): \($0["command"]?.array?.last?.string ?? "")" }
        scenario.say("pod of \(told.joined(separator: "; ")) \(spec.object?.isEmpty == false ? "\(spec)" : "")")
        made.withLock { $0.append(name) }
        let metadata: JSON = ["name": .string(name), "namespace": .string(namespace)]
        let wanted = try Pod(json: ["metadata": metadata, "spec": whole])
        var created: Pod?
        try await wait("the pod is created", { "it is refused" }) {
            created = try await client.createIfPermitted(wanted)
            return created != nil
        }
        return created ?? wanted
    }

    func delete(_ pod: Pod, grace seconds: Int? = nil) async throws {
        scenario.say("it is deleted" + (seconds.map { ", with a grace period of \($0) s" } ?? ""))
        var options = DeleteOptions()
        options.gracePeriodSeconds = seconds
        _ = try await client.delete(Pod.self, pod.name, namespace: namespace, options: options)
    }

    // MARK: - What must be

    func status(_ pod: Pod) async throws -> PodStatus {
        try await client.get(Pod.self, pod.name, namespace: namespace).status
    }

    /// Sooner or later.
    /// - Returns: the status in which it is so.
    @discardableResult
    func expect(_ expected: String, of pod: Pod, _ isSo: (PodStatus) -> Bool) async throws -> PodStatus {
        var seen = PodStatus()
        try await wait(expected, { "\(seen.json)" }) {
            seen = try await status(pod)
            return isSo(seen)
        }
        return seen
    }

    /// For some seconds it stays so.
    func expectStill(_ expected: String, of pod: Pod, _ isSo: (PodStatus) -> Bool) async throws {
        for _ in 1...8 {
            let seen = try await status(pod)
            try scenario.expect(expected, observed: "\(seen.json)", isSo(seen))
            try await Task.sleep(for: .milliseconds(500))
        }
        scenario.say(expected)
    }

    /// - Returns: how long it took.
    @discardableResult
    func expectGone(_ pod: Pod) async throws -> Duration {
        let begun = ContinuousClock.now
        try await wait("the pod is gone", { "it is still there" }) {
            do {
                return try await client.get(Pod.self, pod.name, namespace: namespace).metadata.uid != pod.metadata.uid
            } catch let status as Status where status.isNotFound { return true }
        }
        return ContinuousClock.now - begun
    }

    private func wait(
        _ expected: String, _ observed: () -> String, _ isSo: () async throws -> Bool
    ) async throws {
        try await scenario.wait(
            for: expected, within: Self.patience, observed: { "after 90 s: \(observed())" }, until: isSo)
        scenario.say(expected)
    }
}
