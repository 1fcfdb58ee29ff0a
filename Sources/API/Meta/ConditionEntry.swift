import Objects
public import ObjectsContract
public import Schema

/// What the conditions of all kinds have in common.
///
/// ```swift
/// pod.status.conditions[.ready]?.status == .true
/// node.status.conditions.set(condition, at: now)
/// ```
public protocol ConditionEntry: Declared, TimedCondition where Truth == ConditionStatus, Moment == Time {
    var reason: String { get set }
    var message: String { get set }
}

extension ConditionEntry {
    public init(_ type: ConditionType, _ status: ConditionStatus, reason: String = "", message: String = "") {
        self.init()
        self.type = type
        self.status = status
        self.reason = reason
        self.message = message
    }
}

extension PodCondition: ConditionEntry {}
extension NodeCondition: ConditionEntry {}
extension NamespaceCondition: ConditionEntry {}
extension DeploymentCondition: ConditionEntry {}
extension ReplicaSetCondition: ConditionEntry {}
extension ReplicationControllerCondition: ConditionEntry {}
extension DaemonSetCondition: ConditionEntry {}
extension StatefulSetCondition: ConditionEntry {}
extension JobCondition: ConditionEntry {}
extension Condition: ConditionEntry {}

extension Array where Element: ConditionEntry {
    public subscript(type: Element.ConditionType) -> Element? { first { $0.type == type } }

    public func isTrue(_ type: Element.ConditionType) -> Bool { self[type]?.status == .true }

    /// Adds the condition, or replaces the one of its type. The time of the last transition is that of the last
    /// change of *status*: another reason or message doesn't touch it.
    public mutating func set(_ condition: Element, at now: Time) {
        report(condition, at: now)
    }

    public mutating func remove(_ type: Element.ConditionType) {
        removeAll { $0.type == type }
    }
}
