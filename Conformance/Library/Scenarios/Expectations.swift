/// How a story says what must be so. All of these throw a ``Finding`` when it isn't; the requirement's own sentence,
/// invariant and hint stand in it unless others are given.
extension Scenario {
    /// - Parameters:
    ///   - expected: what must be so, in words: "web stays unscheduled".
    ///   - observed: what is so, in words; asked for only when the expectation isn't met.
    ///   - holds: whether it is so.
    public func expect(
        _ expected: String, observed: @autoclosure () -> String, invariant: String? = nil, look: String? = nil,
        _ holds: Bool
    ) throws(Finding) {
        if !holds { throw finding(expected, observed(), invariant, look) }
    }

    /// - Parameter what: names the value: "the node of web".
    public func expect<Value: Equatable>(
        _ what: String, _ observed: Value, equals expected: Value, invariant: String? = nil, look: String? = nil
    ) throws(Finding) {
        if observed == expected { return }
        throw finding("\(what): \(Self.text(expected))", "\(what): \(Self.text(observed))", invariant, look)
    }

    /// For an expectation that can't be put as a condition.
    public func fail(
        expected: String, observed: String, invariant: String? = nil, look: String? = nil
    ) throws(Finding) -> Never {
        throw finding(expected, observed, invariant, look)
    }

    public func skip(_ reason: String) throws(Skipped) -> Never { throw Skipped(reason) }

    private func finding(_ expected: String, _ observed: String, _ invariant: String?, _ look: String?) -> Finding {
        Finding(
            scenario: sentences, expected: expected, documentation: requirement.says, source: requirement.source,
            observed: observed, invariant: invariant ?? requirement.invariant, look: look ?? requirement.look,
            evidence: evidence)
    }

    /// Optional values without the word `Optional`.
    private static func text<Value>(_ value: Value) -> String {
        let mirror = Mirror(reflecting: value)
        guard mirror.displayStyle == .optional else { return "\(value)" }
        return mirror.children.first.map { "\($0.value)" } ?? "nothing"
    }
}
