internal import API
internal import Client
internal import Conformance
internal import ConformanceStage
internal import HTTP
internal import Schema
internal import Synchronization

/// A scheduler under test, the objects it sees, and what it must do with them.
final class SchedulerOnStage: Sendable {
    let scenario: Scenario
    private let client: ClusterClient
    private let program: ProgramUnderTest

    /// Long for a decision, short for a person.
    private static let patience = Duration.seconds(20)

    /// Clears the stage, and starts the program.
    init(_ scenario: Scenario) async throws {
        self.scenario = scenario
        let plane: ControlPlane = try scenario.setting()
        client = plane.client
        program = ProgramUnderTest("scheduler", in: scenario, as: SchedulerComponent.user, on: plane)
        try await Self.clear(client)
        try await makeServiceAccount()
        try restart()
    }

    /// Removes whatever a case may have made.
    static func clear(_ client: ClusterClient) async throws {
        let now = DeleteOptions(gracePeriodSeconds: 0)
        for pod in try await client.list(Pod.self).items {
            _ = try await client.delete(Pod.self, pod.name, namespace: pod.namespace, options: now)
        }
        for node in try await client.list(Node.self).items { _ = try await client.delete(Node.self, node.name) }
    }

    /// Pods need one, and there is no controller that makes it.
    private func makeServiceAccount() async throws {
        var account = ServiceAccount()
        (account.metadata.name, account.metadata.namespace) = ("default", "default")
        do { try await client.create(account) } catch let status as Status where status.code == 409 {}
    }

    /// Starts the program that is examined, in place of the one that runs; the case's end is its end.
    func restart() throws {
        try program.start()
        scenario.say("the scheduler is started")
    }

    // MARK: - What there is

    /// - Parameter taints: each as `key:Effect`.
    func node(
        _ name: String, cpu: Int = 4, pods: Int = 110, labels: [String: String] = [:], taints: [String] = [],
        extended: [String: Int] = [:]
    ) async throws {
        var node = Node()
        node.metadata.name = name
        node.metadata.labels = labels.merging(["kubernetes.io/hostname": name]) { given, _ in given }
        node.status.allocatable = ["cpu": Quantity(cpu), "memory": Quantity(8 << 30), "pods": Quantity(pods)]
        for (resource, amount) in extended { node.status.allocatable[resource] = Quantity(amount) }
        node.status.capacity = node.status.allocatable
        let remarks = labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" } + taints.map { "taint \($0)" }
        scenario.say("node \(name): " + (["\(cpu) CPUs"] + remarks).joined(separator: ", "))
        let made = try await client.create(node)
        // An API server may give a new node a taint until a controller takes it away: there is none here.
        var wanted = made
        wanted.spec.taints = taints.map(Self.taint)
        let tainted = try await client.patch(from: made, to: wanted)
        var reported = tainted
        reported.status = node.status
        try await client.patchStatus(from: tainted, to: reported)
    }

    static func taint(_ text: String) -> Taint {
        let parts = text.split(separator: ":").map(String.init)
        var taint = Taint()
        (taint.key, taint.effect) = (parts[0], TaintEffect(parts[1]))
        return taint
    }

    /// - Parameter spec: further members of the pod's spec, as in a manifest.
    func pod(
        _ name: String, cpu: Int? = nil, labels: [String: String] = [:], requests: JSON = [:], _ spec: JSON = [:]
    ) async throws {
        var requests = requests
        if let cpu { requests["cpu"] = .integer(Int64(cpu)) }
        var whole: JSON = [
            "automountServiceAccountToken": false, "terminationGracePeriodSeconds": 0,
            "containers": [["name": "main", "image": "none", "resources": ["requests": requests]]],
        ]
        for member in spec.object ?? [:] { whole[member.name] = member.value }
        let labels = labels.merging(["app": name]) { given, _ in given }
        let document: JSON = [
            "apiVersion": "v1", "kind": "Pod",
            "metadata": ["name": .string(name), "namespace": "default", "labels": labels.json], "spec": whole,
        ]
        scenario.say("pod \(name) is created" + (cpu.map { ", which requests \($0) CPUs" } ?? "") + Self.text(spec))
        let target = Target(path: Pod.kind.path(namespace: "default"), query: Query())
        let made = try await client.document(.post, target, body: .json(document))
        if let lost = whole.firstPath(missingIn: made["spec"]) {
            throw Skipped("the API server doesn't know spec\(lost) of \(Pod.kind)")
        }
    }

    private static func text(_ spec: JSON) -> String { spec.object?.isEmpty == false ? ": \(spec)" : "" }

    func delete(pod name: String) async throws {
        scenario.say("pod \(name) is deleted")
        _ = try await client.delete(
            Pod.self, name, namespace: "default", options: DeleteOptions(gracePeriodSeconds: 0))
    }

    func change(node name: String, _ what: String, _ change: (inout Node) -> Void) async throws {
        scenario.say("node \(name) \(what)")
        let old = try await client.get(Node.self, name)
        var new = old
        change(&new)
        try await client.patch(from: old, to: new)
    }

    func change(pod name: String, _ what: String, _ change: (inout Pod) -> Void) async throws {
        scenario.say("pod \(name) \(what)")
        let old = try await client.get(Pod.self, name, namespace: "default")
        var new = old
        change(&new)
        try await client.patch(from: old, to: new)
    }

    // MARK: - What must be

    /// The pod is bound within some time, to one of these nodes.
    func expectBound(_ name: String, to nodes: [String]) async throws {
        let expected = "\(name) is bound to \(nodes.joined(separator: " or "))"
        let pod = try await wait(for: name) { !($0.spec.nodeName).isEmpty }
        let node = pod?.spec.nodeName ?? ""
        try scenario.expect(
            expected, observed: node.isEmpty ? "\(name) has no node after 20 s" : "\(name) was bound to \(node)",
            nodes.contains(node))
        scenario.say("\(name) is bound to \(node)")
    }

    /// The scheduler says in the pod's condition that it finds no node.
    func expectUnschedulable(_ name: String) async throws {
        let pod = try await wait(for: name) { !$0.spec.nodeName.isEmpty || $0.isCalledUnschedulable }
        let node = pod?.spec.nodeName ?? ""
        try scenario.expect(
            "\(name) gets no node, and its condition PodScheduled is False with the reason Unschedulable",
            observed: node.isEmpty ? "\(name) has no such condition after 20 s" : "\(name) was bound to \(node)",
            node.isEmpty && pod?.isCalledUnschedulable == true)
        scenario.say("\(name) is called unschedulable")
    }

    /// Nothing happens to a pod while something else demonstrably does.
    func expectUntouched(_ name: String) async throws {
        let pod = try await client.get(Pod.self, name, namespace: "default")
        try scenario.expect(
            "\(name) gets no node", observed: "\(name) was bound to \(pod.spec.nodeName)", pod.spec.nodeName.isEmpty)
    }

    func expectGone(_ name: String) async throws {
        let pod = try await wait(for: name) { $0.metadata.deletionTimestamp != nil }
        try scenario.expect(
            "\(name) is deleted", observed: "\(name) is still there after 20 s",
            pod == nil || pod?.metadata.deletionTimestamp != nil)
        scenario.say("\(name) is deleted")
    }

    private func expectRunning() throws { try program.expectRunning("a scheduler") }

    /// - Returns: the pod as soon as it is so, or as it is when the time is over; nil when there is none.
    private func wait(for name: String, _ condition: (Pod) -> Bool) async throws -> Pod? {
        let deadline = ContinuousClock.now + Self.patience
        while true {
            let found = try await client.list(Pod.self, ListOptions(namespace: "default")).items
            guard let pod = found.first(where: { $0.name == name }) else { return nil }
            if condition(pod) || ContinuousClock.now > deadline { return pod }
            try expectRunning()
            try await Task.sleep(for: .milliseconds(25))
        }
    }
}

extension Pod {
    fileprivate var isCalledUnschedulable: Bool {
        status.conditions.contains {
            $0.type == "PodScheduled" && $0.status == "False" && $0.reason == "Unschedulable"
        }
    }
}
