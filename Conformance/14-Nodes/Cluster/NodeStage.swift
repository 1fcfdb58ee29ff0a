internal import API
internal import Client
internal import Conformance
internal import Schema
internal import Synchronization

/// Where a node lifecycle controller is watched at work: nodes that are objects only. The case itself is their kubelet: it
/// renews their leases, says how they are, or says nothing.
///
/// Two nodes at least are in a zone of the case's own, and one of them stays well: so a cluster's own nodes count for
/// nothing here, and nothing here for them. A taint keeps other people's pods off.
struct NodeStage: Sendable {
    static let ownTaint = "conformance.dinghy.dev/stage"
    static let leases = "kube-node-lease"

    let scenario: Scenario
    let client: ClusterClient
    let namespace: String
    let timing: Timing
    /// Of the nodes' names, and their zone's.
    let prefix: String
    /// Nodes whose leases are renewed.
    private let alive = Alive()

    /// How long things take, as the flags of the controller say.
    struct Timing: Sendable {
        /// Until a silent node is known to be silent.
        var grace: Duration
        /// Until one is that has never said anything.
        var startup: Duration
        /// For whatever else is to happen.
        var patience = Duration.seconds(30)
        /// Between two signs of life.
        var beat: Duration
    }

    private final class Alive: Sendable {
        let names = Mutex(Set<String>())
    }

    /// Runs the case while the nodes that live give signs of life.
    func run(_ body: @Sendable (NodeStage) async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                while true {
                    // A beat that is lost is followed by another; nodes that fall silent for lack of them fail the case.
                    for name in alive.names.withLock({ $0.sorted() }) { _ = try? await renew(name) }
                    try await Task.sleep(for: timing.beat)
                }
            }
            try await body(self)
            group.cancelAll()
        }
    }

    // MARK: - What there is

    /// A node that is ready, with a lease that is renewed from now on.
    @discardableResult
    func createNode(_ name: String, _ change: (inout Node) -> Void = { _ in }) async throws -> String {
        let full = try await createSilentNode(name) { node in
            for type in Self.reported { node.status.conditions.set(Self.condition(type, type == .ready), at: .now) }
            change(&node)
        }
        var lease = Lease()
        (lease.metadata.name, lease.metadata.namespace) = (full, Self.leases)
        (lease.spec.holderIdentity, lease.spec.leaseDurationSeconds, lease.spec.renewTime) = (full, 40, .now)
        try await client.create(lease)
        _ = alive.names.withLock { $0.insert(full) }
        return full
    }

    /// A node that has said what `change` says, and says no more.
    @discardableResult
    func createSilentNode(_ name: String, _ change: (inout Node) -> Void = { _ in }) async throws -> String {
        var node = Node()
        node.metadata.name = "\(prefix)-\(name)"
        node.metadata.labels = ["topology.kubernetes.io/region": "conformance", "topology.kubernetes.io/zone": prefix]
        node.spec.taints = [Taint(key: Self.ownTaint, effect: .noSchedule)]
        change(&node)
        scenario.say(
            "node \(name) is created" + (node.status.conditions.isEmpty ? ", and says nothing" : ", and is ready"))
        let created = try await client.create(node)
        var told = created
        told.status.conditions = node.status.conditions
        try await client.patchStatus(from: created, to: told)
        return node.metadata.name
    }

    /// A pod that is on the node, and ready, as far as its kubelet has said.
    @discardableResult
    func createPod(
        _ name: String, on node: String, tolerates tolerations: [Toleration] = []
    ) async throws -> Pod {
        var container = Container()
        (container.name, container.image) = ("main", "busybox:1.36")
        var pod = Pod()
        (pod.metadata.name, pod.metadata.namespace) = (name, namespace)
        (pod.spec.containers, pod.spec.nodeName, pod.spec.tolerations) = ([container], node, tolerations)
        pod.spec.automountServiceAccountToken = false
        scenario.say(
            "pod \(name) runs there" + (tolerations.isEmpty ? "" : ", which tolerates \(tolerations.map(\.text))"))
        let created = try await client.create(pod)
        var told = created
        told.status.phase = .running
        told.status.conditions.set(PodCondition(.ready, .true), at: .now)
        return try await client.patchStatus(from: created, to: told)
    }

    // MARK: - What happens

    func fallSilent(_ node: String) {
        scenario.say("\(short(node)) falls silent")
        _ = alive.names.withLock { $0.remove(node) }
    }

    func speak(_ node: String) {
        scenario.say("\(short(node)) renews its lease again")
        _ = alive.names.withLock { $0.insert(node) }
    }

    private func renew(_ node: String) async throws {
        try await client.patch(
            Lease.self, node, namespace: Self.leases, .merge(["spec": ["renewTime": MicroTime.now.json]]))
    }

    /// Its kubelet says how it is.
    func report(_ node: String, _ type: NodeConditionType, _ isSo: Bool) async throws {
        scenario.say("\(short(node)) says: \(type.rawValue) is \(isSo)")
        try await patchStatus(node) { $0.status.conditions.set(Self.condition(type, isSo), at: .now) }
    }

    /// The same as before, at a later time.
    func reportAgain(_ node: String) async throws {
        try await patchStatus(node) { node in
            for index in node.status.conditions.indices { node.status.conditions[index].lastHeartbeatTime = .now }
        }
    }

    private func patchStatus(_ name: String, _ change: (inout Node) -> Void) async throws {
        let old = try await client.get(Node.self, name)
        var new = old
        change(&new)
        try await client.patchStatus(from: old, to: new)
    }

    /// A person changes the node; who is faster is asked again.
    func change(_ name: String, _ what: String, _ change: (inout Node) -> Void) async throws {
        scenario.say("\(short(name)) \(what)")
        while true {
            let old = try await client.get(Node.self, name)
            var new = old
            change(&new)
            do {
                try await client.patch(from: old, to: new, ifUnchanged: true)
                return
            } catch let status as Status where status.isConflict {}
        }
    }

    /// All of them at once.
    func addTaints(_ taints: Taint..., to node: String) async throws {
        let text = taints.map(\.text).joined(separator: " and ")
        try await change(node, "gets the taint\(taints.count > 1 ? "s" : "") \(text)") { node in
            for var taint in taints {
                taint.timeAdded = .now
                node.spec.taints.append(taint)
            }
        }
    }

    func removeTaint(_ key: String, from node: String) async throws {
        try await change(node, "loses the taint \(key)") { $0.spec.taints.removeAll { $0.key == key } }
    }

    private static let reported: [NodeConditionType] = [.ready, .memoryPressure, .diskPressure, .pidPressure]

    private static func condition(_ type: NodeConditionType, _ isSo: Bool) -> NodeCondition {
        var condition = NodeCondition(type, isSo ? .true : .false, reason: "Conformance", message: "as the case says")
        condition.lastHeartbeatTime = .now
        return condition
    }

    private func short(_ node: String) -> String { "node " + node.dropFirst(prefix.count + 1) }
}

extension Toleration {
    init(_ key: String, seconds: Int? = nil) {
        self.init()
        (self.key, self.operator, self.effect, tolerationSeconds) = (key, .exists, .noExecute, seconds)
    }

    fileprivate var text: String { key + (tolerationSeconds.map { " for \($0) s" } ?? "") }
}
