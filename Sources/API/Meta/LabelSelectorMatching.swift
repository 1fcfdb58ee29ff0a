import Objects
import ObjectsContract
import Schema

extension LabelSelector {
    public init(matchLabels: [String: String]) {
        self.init()
        self.matchLabels = matchLabels
    }

    /// Whether all requirements hold.
    public func matches(_ labels: [String: String]) -> Bool {
        matchLabels.allSatisfy { LabelRequirement($0.key, .equals($0.value)).holds(for: labels[$0.key]) }
            && matchExpressions.allSatisfy { $0.matches(labels) }
    }

    public var isEmpty: Bool { matchLabels.isEmpty && matchExpressions.isEmpty }

    /// As a query says it: `app=web,tier in (a,b),!old`, sorted by key.
    public var text: String {
        let labels = matchLabels.map { ($0.key, "\($0.key)=\($0.value)") }
        let expressions = matchExpressions.map { ($0.key, $0.text) }
        return (labels + expressions).sorted { $0.0 < $1.0 }.map(\.1).joined(separator: ",")
    }
}

extension LabelSelector? {
    /// An absent selector matches nothing; an empty one everything.
    public func matches(_ labels: [String: String]) -> Bool { self?.matches(labels) ?? false }
}

extension LabelSelectorRequirement {
    public init(_ key: String, _ operator: LabelSelectorOperator, _ values: [String] = []) {
        self.init()
        self.key = key
        self.operator = `operator`
        self.values = values
    }

    func matches(_ labels: [String: String]) -> Bool {
        condition.map { LabelRequirement(key, $0).holds(for: labels[key]) } ?? false
    }

    /// Nil for an operator that nobody knows.
    private var condition: LabelRequirement.Condition? {
        switch `operator` {
        case .in: .within(values)
        case .notIn: .notWithin(values)
        case .exists: .exists
        case .doesNotExist: .doesNotExist
        default: nil
        }
    }

    var text: String {
        let list = "(\(values.sorted().joined(separator: ",")))"
        return switch `operator` {
        case .in: "\(key) in \(list)"
        case .notIn: "\(key) notin \(list)"
        case .exists: key
        default: "!\(key)"
        }
    }
}
