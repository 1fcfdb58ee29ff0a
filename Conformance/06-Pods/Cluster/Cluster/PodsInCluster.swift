internal import API
internal import Client
internal import Conformance
internal import ConformanceStage
internal import HTTP
internal import Schema
internal import Synchronization

/// Pods of a case's own, and what their containers say.
final class PodsInCluster: Sendable {
    let scenario: Scenario
    let client: ClusterClient
    private let namespace = PodsCluster.namespace
    private let pods = Mutex<[String]>([])

    /// For a pod to run, images included.
    private static let patience = Duration.seconds(120)

    init(_ scenario: Scenario, _ client: ClusterClient) { (self.scenario, self.client) = (scenario, client) }

    func tell(_ body: @Sendable (PodsInCluster) async throws -> Void) async throws {
        _ = try await client.nodesForPods()
        let result: Result<Void, any Error>
        do { result = .success(try await body(self)) } catch { result = .failure(error) }
        for name in pods.withLock(\.self) { try? await client.deleteNow(pod: name, in: namespace) }
        try result.get()
    }

    // MARK: - What there is

    /// A container that runs a script of the shell.
    static func container(_ name: String, _ script: String, _ more: JSON = [:]) -> JSON {
        var container: JSON = [
            "name": .string(name), "image": "busybox:1.36", "imagePullPolicy": "IfNotPresent",
            // Kubernetes takes two dollars for one that is not the beginning of a variable.
            "command": ["sh", "-c", .string(script.replacing("$$", with: "$$$$"))],
        ]
        for member in more.object ?? [:] { container[member.name] = member.value }
        return container
    }

    /// - Returns: its name, unlike any other.
    func pod(_ containers: [JSON], _ spec: JSON = [:]) async throws -> String {
        let number = pods.withLock(\.count)
        let name = "pod-\(String(scenario.seed, radix: 36))-\(number)"
        var whole: JSON = [
            "terminationGracePeriodSeconds": 0, "restartPolicy": "Never", "automountServiceAccountToken": false,
            "containers": .array(containers),
        ]
        for member in spec.object ?? [:] { whole[member.name] = member.value }
        scenario.say("a pod: \(whole)")
        let wanted = try Pod(json: [
            "metadata": ["name": .string(name), "namespace": .string(namespace)], "spec": whole,
        ])
        pods.withLock { $0.append(name) }
        try await wait("the pod is created") { try await client.createIfPermitted(wanted) != nil }
        return name
    }

    func status(of pod: String) async throws -> PodStatus {
        try await client.get(Pod.self, pod, namespace: namespace).status
    }

    /// How a container has ended; waits for it.
    func end(of container: String, in pod: String) async throws -> ContainerStateTerminated {
        var ended: ContainerStateTerminated?
        try await wait("container \(container) ends") {
            let statuses = try await status(of: pod).containerStatuses
            let one = statuses.first { $0.name == container }
            ended = one?.state.terminated ?? one?.lastState.terminated
            return ended != nil
        }
        return ended ?? ContainerStateTerminated()
    }

    /// What a container has said to `/dev/termination-log` when it ended.
    func said(_ container: String, in pod: String) async throws -> String {
        var words = try await end(of: container, in: pod).message
        while words.last?.isWhitespace == true { words.removeLast() }
        return words
    }

    /// What the only container of a pod says with this script.
    func answer(_ script: String, _ more: JSON = [:], _ spec: JSON = [:]) async throws -> String {
        let container = Self.container("main", "(\(script)) >/dev/termination-log 2>&1", more)
        return try await said("main", in: try await pod([container], spec))
    }

    func wait(_ expected: String, _ condition: () async throws -> Bool) async throws {
        try await scenario.wait(
            for: expected, within: Self.patience, observed: { "it isn't so after 120 s" }, until: condition)
    }
}
