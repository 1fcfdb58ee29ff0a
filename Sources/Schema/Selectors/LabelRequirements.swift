/// A label selector as text, as it stands in a request: requirements, all of which must hold.
///
/// ```
/// app=web,tier!=front,track in (stable,canary),zone notin (a),!legacy,owner
/// ```
/// A requirement that something is *not* so also holds for objects without the label. In documents selectors have a
/// form of their own (`matchLabels`, `matchExpressions`), which comes to the same requirements.
///
/// Source: kubernetes.io/docs/concepts/overview/working-with-objects/labels.
public struct LabelRequirements: Sendable, Hashable {
    public var requirements: [LabelRequirement]

    /// No requirement matches everything.
    public init(_ requirements: [LabelRequirement] = []) { self.requirements = requirements }

    /// The selector of exactly these labels, in the order of their keys.
    public init(labels: [String: String]) {
        requirements = labels.sorted { $0.key < $1.key }.map { LabelRequirement($0, .equals($1)) }
    }

    public init(parsing text: String) throws(SelectorError) {
        var parser = LabelSelectorParser(text)
        requirements = try parser.requirements()
    }

    public var isEmpty: Bool { requirements.isEmpty }

    public func matches(_ labels: [String: String]) -> Bool {
        requirements.allSatisfy { $0.matches(labels[$0.key]) }
    }

    /// - Parameter labels: `metadata.labels` of a document.
    public func matches(_ labels: JSONObject) -> Bool {
        requirements.allSatisfy { $0.matches(labels[$0.key]?.string) }
    }
}

/// What one label must be.
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

    /// - Parameter value: the label's, nil when the object hasn't got it.
    public func matches(_ value: String?) -> Bool {
        switch condition {
        case .equals(let wanted): value == wanted
        case .notEquals(let unwanted): value != unwanted
        case .within(let wanted): value.map { wanted.contains($0) } ?? false
        case .notWithin(let unwanted): value.map { !unwanted.contains($0) } ?? true
        case .exists: value != nil
        case .doesNotExist: value == nil
        case .greaterThan(let bound): value.flatMap { Int($0) }.map { $0 > bound } ?? false
        case .lessThan(let bound): value.flatMap { Int($0) }.map { $0 < bound } ?? false
        }
    }
}

/// Why a selector cannot be read, in Kubernetes' words.
public struct SelectorError: Error, Hashable, CustomStringConvertible {
    public var description: String
    public init(_ description: String) { self.description = description }
}

extension LabelRequirements: CustomStringConvertible {
    public var description: String { requirements.map(\.description).joined(separator: ",") }
}

extension LabelRequirement: CustomStringConvertible {
    public var description: String {
        switch condition {
        case .equals(let value): "\(key)=\(value)"
        case .notEquals(let value): "\(key)!=\(value)"
        case .within(let values): "\(key) in (\(values.sorted().joined(separator: ",")))"
        case .notWithin(let values): "\(key) notin (\(values.sorted().joined(separator: ",")))"
        case .exists: key
        case .doesNotExist: "!\(key)"
        case .greaterThan(let bound): "\(key)>\(bound)"
        case .lessThan(let bound): "\(key)<\(bound)"
        }
    }
}
