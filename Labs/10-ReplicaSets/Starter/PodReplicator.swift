package import API
package import Schema

/// What keeps a number of equal pods running: ReplicaSet and ReplicationController are two spellings of it.
package protocol PodReplicator: Resource {
    var desiredReplicas: Int { get }
    var podSelector: LabelSelector? { get }
    var podTemplate: PodTemplateSpec { get }
    var minimumReadySeconds: Int { get }
    var replicaStatus: ReplicaStatus { get set }
    var replicaFailure: ReplicaFailure? { get }
    mutating func set(_ failure: ReplicaFailure?, at now: Time)
}

/// How many pods there are, by how far they have come.
package struct ReplicaStatus: Hashable, Sendable {
    package var replicas = 0
    /// With all labels of the template: pods from before a change of the template may lack some.
    package var fullyLabeledReplicas = 0
    package var readyReplicas = 0
    /// Ready for minReadySeconds at least.
    package var availableReplicas = 0
    package var observedGeneration = 0
    package init() {}
}

/// Why pods could not be created or deleted.
package struct ReplicaFailure: Hashable, Sendable {
    package var reason: String
    package var message: String

    package init(reason: String, message: String) {
        self.reason = reason
        self.message = message
    }
}

extension ReplicaSet: PodReplicator {
    package var desiredReplicas: Int { spec.replicas ?? 1 }
    package var podSelector: LabelSelector? { spec.selector }
    package var podTemplate: PodTemplateSpec { spec.template }
    package var minimumReadySeconds: Int { spec.minReadySeconds }

    package var replicaStatus: ReplicaStatus {
        get {
            var common = ReplicaStatus()
            common.replicas = status.replicas
            common.fullyLabeledReplicas = status.fullyLabeledReplicas
            common.readyReplicas = status.readyReplicas
            common.availableReplicas = status.availableReplicas
            common.observedGeneration = status.observedGeneration
            return common
        }
        set {
            status.replicas = newValue.replicas
            status.fullyLabeledReplicas = newValue.fullyLabeledReplicas
            status.readyReplicas = newValue.readyReplicas
            status.availableReplicas = newValue.availableReplicas
            status.observedGeneration = newValue.observedGeneration
        }
    }

    package var replicaFailure: ReplicaFailure? {
        status.conditions["ReplicaFailure"].map { ReplicaFailure(reason: $0.reason, message: $0.message) }
    }

    package mutating func set(_ failure: ReplicaFailure?, at now: Time) {
        status.conditions.report(failure, at: now)
    }
}

extension ReplicationController: PodReplicator {
    package var desiredReplicas: Int { spec.replicas ?? 1 }
    package var podSelector: LabelSelector? {
        spec.selector.isEmpty ? nil : LabelSelector(matchLabels: spec.selector)
    }
    package var podTemplate: PodTemplateSpec { spec.template ?? PodTemplateSpec() }
    package var minimumReadySeconds: Int { spec.minReadySeconds }

    package var replicaStatus: ReplicaStatus {
        get {
            var common = ReplicaStatus()
            common.replicas = status.replicas
            common.fullyLabeledReplicas = status.fullyLabeledReplicas
            common.readyReplicas = status.readyReplicas
            common.availableReplicas = status.availableReplicas
            common.observedGeneration = status.observedGeneration
            return common
        }
        set {
            status.replicas = newValue.replicas
            status.fullyLabeledReplicas = newValue.fullyLabeledReplicas
            status.readyReplicas = newValue.readyReplicas
            status.availableReplicas = newValue.availableReplicas
            status.observedGeneration = newValue.observedGeneration
        }
    }

    package var replicaFailure: ReplicaFailure? {
        status.conditions["ReplicaFailure"].map { ReplicaFailure(reason: $0.reason, message: $0.message) }
    }

    package mutating func set(_ failure: ReplicaFailure?, at now: Time) {
        status.conditions.report(failure, at: now)
    }
}

extension Array where Element: ConditionEntry, Element.ConditionType == String {
    fileprivate mutating func report(_ failure: ReplicaFailure?, at now: Time) {
        guard let failure else { return remove("ReplicaFailure") }
        set(Element("ReplicaFailure", .true, reason: failure.reason, message: failure.message), at: now)
    }
}
