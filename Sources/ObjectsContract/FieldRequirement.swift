/// What one field of an object must be: `spec.nodeName=n1`, `status.phase!=Running`.
public struct FieldRequirement: Sendable, Hashable {
    /// A path, as the kind names it.
    public var field: String
    public var value: String
    /// The field must *not* have the value.
    public var isNegated: Bool

    public init(_ field: String, _ value: String, isNegated: Bool = false) {
        self.field = field
        self.value = value
        self.isNegated = isNegated
    }
}
