internal import API
internal import Client
internal import Conformance
internal import ConformanceStage
internal import Schema
internal import Synchronization

/// Pods that answer, and pods that ask.
final class PodsStage: Sendable {
    let scenario: Scenario
    let client: ClusterClient
    private let made = Mutex<[(namespace: String, name: String)]>([])

    /// For a pod to run, images included.
    private static let patience = Duration.seconds(90)

    init(_ scenario: Scenario, _ client: ClusterClient) { (self.scenario, self.client) = (scenario, client) }

    func tell(_ body: @Sendable (PodsStage) async throws -> Void) async throws {
        let result: Result<Void, any Error>
        do { result = .success(try await body(self)) } catch { result = .failure(error) }
        for pod in made.withLock(\.self) {
            try? await client.deleteNow(pod: pod.name, in: pod.namespace)
        }
        for pod in made.withLock(\.self) { try await expectGone(pod.name, in: pod.namespace) }
        try result.get()
    }

    // MARK: - Nodes

    func nodes(atLeast count: Int = 1) async throws -> [Node] { try await client.nodesForPods(atLeast: count) }

    // MARK: - Pods

    /// A program of a pod; it ends with the script.
    static func container(_ name: String, _ script: String) -> JSON {
        [
            "name": .string(name), "image": "busybox:1.36", "imagePullPolicy": "IfNotPresent",
            "command": ["sh", "-c", .string(script)],
            "env": [["name": "POD_IP", "valueFrom": ["fieldRef": ["fieldPath": "status.podIP"]]]],
        ]
    }

    /// Answers every connection with the kernel's list of connections: there stands whom it sees.
    static func server(_ name: String = "server", port: Int = 8080) -> JSON {
        container(name, "exec nc -ll -p \(port) -e cat /proc/net/tcp /proc/net/tcp6")
    }

    /// - Parameter spec: further members of the pod's spec.
    /// - Returns: the pod, as soon as it runs and has an address.
    @discardableResult
    func pod(
        _ name: String, on node: String, in namespace: String = PodNetworkCluster.namespace, spec: JSON = [:],
        _ containers: JSON...
    ) async throws -> Pod {
        scenario.say("pod \(name) on \(node)" + (spec["hostNetwork"] == true ? ", in the node's own network" : ""))
        try await create(name, on: node, in: namespace, spec, containers)
        var last = Pod()
        try await wait("pod \(name) runs and has an address", { "\(last.status.json)" }) {
            last = try await client.get(Pod.self, name, namespace: namespace)
            return last.status.phase == .running && !last.status.podIP.isEmpty
                && last.status.containerStatuses.allSatisfy { $0.state.running != nil }
        }
        return last
    }

    private func create(
        _ name: String, on node: String, in namespace: String, _ more: JSON, _ containers: [JSON]
    ) async throws {
        var spec: JSON = [
            "nodeName": .string(node), "terminationGracePeriodSeconds": 0, "automountServiceAccountToken": false,
            "containers": .array(containers),
        ]
        for member in more.object ?? [:] { spec[member.name] = member.value }
        let pod = try Pod(json: [
            "metadata": ["name": .string(name), "namespace": .string(namespace)], "spec": spec,
        ])
        made.withLock { $0.append((namespace, name)) }
        try await wait("pod \(name) is created") { try await client.createIfPermitted(pod) != nil }
    }

    /// Runs a script in a pod of its own, to its end.
    /// - Returns: what it has written to its termination message.
    func run(
        _ name: String, on node: String, in namespace: String = PodNetworkCluster.namespace, spec: JSON = [:],
        _ script: String
    ) async throws -> (address: String, message: String) {
        var more = spec
        more["restartPolicy"] = "Never"
        try await create(name, on: node, in: namespace, more, [Self.container("client", script)])
        var pod = Pod()
        try await wait("pod \(name) has ended", { "\(pod.status.json)" }) {
            pod = try await client.get(Pod.self, name, namespace: namespace)
            return pod.status.phase == .succeeded || pod.status.phase == .failed
        }
        return (pod.status.podIP, pod.status.containerStatuses.first?.state.terminated?.message ?? "")
    }

    private func expectGone(_ name: String, in namespace: String) async throws {
        try await wait("pod \(name) is gone") { try await client.isGone(pod: name, in: namespace) }
    }

    // MARK: - Packets

    /// A new pod connects to an address.
    /// - Returns: its own address, and the one that the server has seen; nil when nobody answered.
    func ask(
        _ address: String, _ port: Int = 8080, as name: String, on node: String,
        in namespace: String = PodNetworkCluster.namespace, spec: JSON = [:]
    ) async throws -> (own: String, seen: String?) {
        // The server may have been started a moment ago.
        let script =
            "for i in 1 2 3 4 5; do nc -w 3 \(address) \(port) </dev/null >/tmp/answer 2>/dev/null && break; sleep 1; done; "
            + "grep -i ':\(String(port, radix: 16)) ' /tmp/answer >/dev/termination-log"
        let (own, message) = try await run(name, on: node, in: namespace, spec: spec, script)
        return (own, Self.client(in: message, port))
    }

    /// The other side of the connection to a port, in the kernel's list: `0: 0204F40A:1F90 0304F40A:9C40 01 …`.
    static func client(in table: String, _ port: Int) -> String? {
        for line in table.split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            guard words.count > 3, let own = words[1].split(separator: ":").last, Int(own, radix: 16) == port else {
                continue
            }
            // The last eight digits are the IPv4 address, also of one that is written as IPv6; its bytes stand backwards.
            let digits = words[2].split(separator: ":").first.map { String($0.suffix(8)) } ?? ""
            guard let value = UInt32(digits, radix: 16), value != 0 else { continue }
            return IPv4Address(value.byteSwapped).description
        }
        return nil
    }

    func wait(
        _ expected: String, _ observed: () -> String = { "it isn't so after 90 s" },
        _ condition: () async throws -> Bool
    ) async throws {
        try await scenario.wait(for: expected, within: Self.patience, observed: observed, until: condition)
    }
}
