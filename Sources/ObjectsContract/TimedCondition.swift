/// An entry of `status.conditions`, whatever the kind: an aspect of the object, whether it holds, and since when.
public protocol TimedCondition {
    associatedtype ConditionType: Hashable
    associatedtype Truth: Equatable
    associatedtype Moment
    /// The aspect: `Ready`. A list has at most one condition of a type.
    var type: ConditionType { get set }
    /// `True`, `False` or `Unknown`.
    var status: Truth { get set }
    /// When the status has last become another one.
    var lastTransitionTime: Moment { get set }
}

/// A condition as labs and suites see it, in text; times are seconds.
public struct ObservedCondition: TimedCondition, Sendable, Hashable {
    public var type: String
    public var status: String
    public var reason: String
    public var lastTransitionTime: Int

    public init(_ type: String, _ status: String, reason: String = "", lastTransitionTime: Int = 0) {
        self.type = type
        self.status = status
        self.reason = reason
        self.lastTransitionTime = lastTransitionTime
    }
}
