import API
import DeploymentsContract
import LabWorker
import Schema

/// A Deployment and its ReplicaSets, while it is decided what becomes of them.
///
/// A Deployment never touches pods. It has one ReplicaSet for each template it ever had, and moves numbers between
/// them: the new one grows while the old ones shrink. What is decided is noted as changes; the sets here already have
/// it.
struct Rollout {
    let deployment: Deployment
    let now: Time
    /// The ReplicaSet with the Deployment's present template.
    var new: ReplicaSet?
    /// The others, oldest first.
    var old: [ReplicaSet]
    private(set) var changes: [ReplicaSetChange] = []

    init(_ deployment: Deployment, _ sets: [ReplicaSet], now: Time) {
        self.deployment = deployment
        self.now = now
        let sorted = sets.sorted {
            ($0.metadata.creationTimestamp, $0.name) < ($1.metadata.creationTimestamp, $1.name)
        }
        new = sorted.first { $0.spec.template.withoutHash == deployment.spec.template.withoutHash }
        old = sorted.filter { [new] in $0.metadata.uid != new?.metadata.uid }
    }

    var all: [ReplicaSet] { old + (new.map { [$0] } ?? []) }
    var desired: Int { deployment.spec.replicas ?? 1 }
    /// How many pods are asked for, all sets together.
    var asked: Int { all.map(\.desiredReplicas).reduce(0, +) }
    var available: Int { all.map(\.status.availableReplicas).reduce(0, +) }

    // MARK: - What the strategy allows

    /// How many pods there may be beyond the desired number.
    var maxSurge: Int { isRollingUpdate ? bounds.surge : 0 }
    /// How many of the desired number may be missing.
    var maxUnavailable: Int { isRollingUpdate ? min(bounds.unavailable, desired) : 0 }
    var isRollingUpdate: Bool { deployment.spec.strategy.type != .recreate }

    /// A percentage rounds up for the surge and down for what may be missing; both zero would stand still.
    private var bounds: (surge: Int, unavailable: Int) {
        // Lab 11, step 1: yours to write.
        notWritten()
    }

    // MARK: - Changes

    /// True when the set had another number.
    @discardableResult
    mutating func scale(_ set: ReplicaSet, to replicas: Int) -> Bool {
        guard set.desiredReplicas != replicas else { return false }
        change(set) { [self] in
            $0.spec.replicas = replicas
            annotateSize(&$0)
        }
        return true
    }

    /// Notes on each set how large the Deployment was: a later change of it can be told from a rollout.
    func annotateSize(_ set: inout ReplicaSet) {
        set.metadata.annotations[RolloutAnnotation.desiredReplicas] = String(desired)
        set.metadata.annotations[RolloutAnnotation.maxReplicas] = String(desired + maxSurge)
    }

    mutating func change(_ set: ReplicaSet, _ edit: (inout ReplicaSet) -> Void) {
        let current = all.first { $0.metadata.uid == set.metadata.uid && $0.name == set.name } ?? set
        var edited = current
        edit(&edited)
        guard edited != current else { return }
        replace(edited)
        if let index = changes.firstIndex(where: { $0.target.name == set.name }) {
            changes[index] = changes[index].then(edited)
        } else {
            changes.append(.update(from: current, to: edited))
        }
    }

    mutating func create(_ set: ReplicaSet) {
        new = set
        changes.append(.create(set))
    }

    mutating func delete(_ set: ReplicaSet) {
        old.removeAll { $0.name == set.name }
        changes.append(.delete(set))
    }

    private mutating func replace(_ set: ReplicaSet) {
        if new?.name == set.name { new = set }
        if let index = old.firstIndex(where: { $0.name == set.name }) { old[index] = set }
    }
}

extension ReplicaSetChange {
    func then(_ set: ReplicaSet) -> ReplicaSetChange {
        switch self {
        case .create: .create(set)
        case .update(let from, _): .update(from: from, to: set)
        case .delete: self
        }
    }
}

extension ReplicaSet {
    var desiredReplicas: Int { spec.replicas ?? 1 }
}

enum RolloutAnnotation {
    static let revision = "deployment.kubernetes.io/revision"
    static let revisionHistory = "deployment.kubernetes.io/revision-history"
    static let desiredReplicas = "deployment.kubernetes.io/desired-replicas"
    static let maxReplicas = "deployment.kubernetes.io/max-replicas"
    static let lastApplied = "kubectl.kubernetes.io/last-applied-configuration"
    /// Annotations of the Deployment that its ReplicaSets don't take over.
    static let own: Set = [revision, revisionHistory, desiredReplicas, maxReplicas, lastApplied]
}

extension PodTemplateSpec {
    var withoutHash: PodTemplateSpec {
        var template = self
        template.metadata.labels[PodTemplateHash.label] = nil
        return template
    }
}
