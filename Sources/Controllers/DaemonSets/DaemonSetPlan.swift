package import API
import Deployments
package import Schema

/// One pod on every node that the template's pods can run on, and none elsewhere.
///
/// The controller says which node each pod is for (a node affinity on the node's name), the scheduler binds it. So the
/// scheduler's predicates hold for these pods, too. When the template changes, old pods are deleted as far as
/// `maxUnavailable` allows; the next look finds nodes without a pod.
///
/// Source: kubernetes.io/docs/concepts/workloads/controllers/daemonset.
/// Left out compared with Kubernetes: `maxSurge`, ControllerRevisions (and so `kubectl rollout undo`).
package struct DaemonSetPlan: Sendable {
    package private(set) var create: [Pod] = []
    package private(set) var delete: [Pod] = []
    package private(set) var status: DaemonSetStatus

    private let set: DaemonSet
    private let hash: String
    private let now: Time

    /// - Parameter pods: those that belong to the set.
    package init(for set: DaemonSet, pods: [Pod], nodes: [Node], now: Time) {
        self.set = set
        self.now = now
        hash = Fingerprint.of(set.spec.template.json)
        status = set.status
        let byNode = Dictionary(grouping: pods.filter { !$0.metadata.isBeingDeleted }) { $0.daemonNode }
        let names = Set(nodes.map(\.name))
        delete = pods.filter { !$0.metadata.isBeingDeleted && !names.contains($0.daemonNode) }
        var kept: [(node: Node, pod: Pod?)] = []
        for node in nodes.sorted(by: { $0.name < $1.name }) {
            let present = (byNode[node.name] ?? []).sorted { ($0.age, $0.name) < ($1.age, $1.name) }
            let fit = set.fit(on: node)
            // A pod that is on its way out keeps the node until it is gone.
            let isLeaving = pods.contains { $0.metadata.isBeingDeleted && $0.daemonNode == node.name }
            kept.append((node, settle(present, fit, on: node, isLeaving: isLeaving)))
        }
        update(kept.compactMap(\.pod))
        report(kept)
    }

    /// Creates the node's pod, or deletes those that shouldn't be there. Returns the one that stays.
    private mutating func settle(_ present: [Pod], _ fit: DaemonFit, on node: Node, isLeaving: Bool) -> Pod? {
        let ended = present.filter(\.isTerminal)
        var alive = present.filter { !$0.isTerminal }
        delete += ended
        guard fit != .no else {
            delete += alive
            return nil
        }
        if alive.isEmpty, ended.isEmpty, !isLeaving, fit == .yes { create.append(newPod(for: node)) }
        guard !alive.isEmpty else { return nil }
        let first = alive.removeFirst()
        delete += alive
        return first
    }

    private mutating func update(_ pods: [Pod]) {
        guard set.spec.updateStrategy.type != "OnDelete" else { return }
        let old = pods.filter { $0.metadata.labels[Self.hashLabel] != hash }
        let unavailable = old.filter { !isAvailable($0) }
        let limit = max(
            1, (set.spec.updateStrategy.rollingUpdate?.maxUnavailable ?? 1).resolved(of: pods.count, roundingUp: true))
        let missing = create.count + pods.filter { !isAvailable($0) }.count
        delete += unavailable + old.filter(isAvailable).prefix(max(0, limit - missing))
    }

    private mutating func report(_ kept: [(node: Node, pod: Pod?)]) {
        let wanted = kept.filter { set.fit(on: $0.node) == .yes }
        let pods = wanted.compactMap(\.pod)
        status.observedGeneration = set.metadata.generation
        status.desiredNumberScheduled = wanted.count
        status.currentNumberScheduled = pods.count
        status.numberMisscheduled = kept.filter { $0.pod != nil && set.fit(on: $0.node) != .yes }.count
        status.numberReady = pods.filter(\.isReady).count
        status.numberAvailable = pods.filter(isAvailable).count
        status.numberUnavailable = wanted.count - status.numberAvailable
        status.updatedNumberScheduled = pods.filter { $0.metadata.labels[Self.hashLabel] == hash }.count
    }

    private func isAvailable(_ pod: Pod) -> Bool {
        pod.isAvailable(minReadySeconds: set.spec.minReadySeconds, now: now)
    }

    // MARK: - The pod of a node

    static let hashLabel = "controller-revision-hash"

    private func newPod(for node: Node) -> Pod {
        var pod = Pod()
        pod.metadata = set.spec.template.metadata
        pod.metadata.generateName = set.name + "-"
        pod.metadata.namespace = set.namespace
        pod.metadata.labels[Self.hashLabel] = hash
        pod.metadata.ownerReferences = [OwnerReference(controller: set)]
        pod.spec = set.spec.template.spec
        pod.spec.tolerations += DaemonFit.tolerations(hostNetwork: pod.spec.hostNetwork)
        pod.bind(toDaemonNode: node.name)
        return pod
    }
}

extension Pod {
    fileprivate var age: Time { metadata.creationTimestamp }

    private var nodeTerms: [NodeSelectorTerm] {
        spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? []
    }

    /// The node that the pod is on, or meant for.
    fileprivate var daemonNode: String {
        if !spec.nodeName.isEmpty { return spec.nodeName }
        return nodeTerms.flatMap(\.matchFields).first { $0.key == "metadata.name" }?.values.first ?? ""
    }

    fileprivate mutating func bind(toDaemonNode name: String) {
        var requirement = NodeSelectorRequirement()
        requirement.key = "metadata.name"
        requirement.operator = .in
        requirement.values = [name]
        var term = NodeSelectorTerm()
        term.matchFields = [requirement]
        var selector = NodeSelector()
        selector.nodeSelectorTerms = [term]
        var affinity = spec.affinity ?? Affinity()
        var nodeAffinity = affinity.nodeAffinity ?? NodeAffinity()
        nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution = selector
        affinity.nodeAffinity = nodeAffinity
        spec.affinity = affinity
    }
}
