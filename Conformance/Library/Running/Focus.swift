/// Which cases are meant: `taints` (all whose identifier contains it), `scheduler/*/hidden`, several with commas.
public struct Focus: Sendable, Hashable, CustomStringConvertible {
    private let patterns: [[Substring]]
    public let description: String

    /// - Parameter text: empty for all cases.
    public init(_ text: String = "") {
        description = text
        patterns = text.split(separator: ",").map { $0.split(separator: "*", omittingEmptySubsequences: false) }
    }

    public func covers(_ identifier: String) -> Bool {
        patterns.isEmpty || patterns.contains { Self.matches(identifier, $0) }
    }

    /// The parts stand in the identifier in this order. A whole identifier means that case alone, not those whose
    /// identifiers it begins.
    private static func matches(_ identifier: String, _ parts: [Substring]) -> Bool {
        var rest = identifier[...]
        for part in parts where !part.isEmpty {
            guard let range = rest.firstRange(of: part) else { return false }
            rest = rest[range.upperBound...]
        }
        return true
    }
}

extension Suite {
    /// The suite with those of its cases that are meant. A pattern that is a case's whole identifier means it alone.
    public func focused(on focus: Focus) -> Suite {
        var suite = self
        let exact = cases.filter { $0.identifier == focus.description }
        suite.cases = exact.isEmpty ? cases.filter { focus.covers($0.identifier) } : exact
        return suite
    }
}
