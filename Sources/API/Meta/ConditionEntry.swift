public import Schema

/// What the conditions of all kinds have in common.
///
/// ```swift
/// pod.status.conditions[.ready]?.status == .true
/// node.status.conditions.set(condition, at: now)
/// ```
public protocol ConditionEntry: Declared {
    associatedtype ConditionType: Hashable
    var type: ConditionType { get set }
    var status: ConditionStatus { get set }
    var lastTransitionTime: Time { get set }
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
        var condition = condition
        condition.lastTransitionTime = now
        guard let index = firstIndex(where: { $0.type == condition.type }) else { return append(condition) }
        if self[index].status == condition.status { condition.lastTransitionTime = self[index].lastTransitionTime }
        self[index] = condition
    }

    public mutating func remove(_ type: Element.ConditionType) {
        removeAll { $0.type == type }
    }
}
