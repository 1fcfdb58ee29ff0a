/// What one label of an object must be: `app=web`, `tier in (front,back)`, `!legacy`.
///
/// A selector is some of these, and all of them must hold. It has two spellings, the text of a request and the
/// `matchLabels` and `matchExpressions` of a document, and both come to this.
///
/// Source: kubernetes.io/docs/concepts/overview/working-with-objects/labels.
public struct LabelRequirement: Sendable, Hashable {
    public enum Condition: Sendable, Hashable {
        case equals(String)
        case notEquals(String)
        case within([String])
        case notWithin([String])
        case exists
        case doesNotExist
        case greaterThan(Int)
        case lessThan(Int)
    }

    public var key: String
    public var condition: Condition

    public init(_ key: String, _ condition: Condition) {
        self.key = key
        self.condition = condition
    }
}

/// Why a selector cannot be read, in Kubernetes' words.
public struct SelectorError: Error, Hashable, CustomStringConvertible {
    public var description: String
    public init(_ description: String) { self.description = description }
}
