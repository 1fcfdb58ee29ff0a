/// How a strategic merge patch treats one list: as a whole, as a set of single values, or by its elements' key.
public struct StrategicList: Sendable {
    public enum Kind: Sendable {
        case whole, set
        case byKey(String)
    }

    public let kind: Kind
    public let element: Shape

    /// - Parameter member: the list's own shape, and how its declaration wants it merged.
    public init(_ member: (shape: Shape, merge: MergeStrategy)) {
        element = member.shape.element
        switch member.merge {
        case .set: kind = .set
        case .byKey(let keys, _): kind = keys.first.map { .byKey($0) } ?? .whole
        default: kind = .whole
        }
    }

    /// What tells an element from the others: itself in a set, else the value of its key.
    public func identity(of element: JSON) throws(PatchError) -> JSON {
        guard case .byKey(let key) = kind else { return element }
        guard case .object(let object) = element else {
            throw PatchError("expected a map, but received a \(element.typeName): \(element)")
        }
        guard let identity = object[key] else {
            throw PatchError("map: \(element) does not contain declared merge key: \(key)")
        }
        return identity
    }
}

extension Shape {
    /// The shape of a member, and how it is merged; of what isn't declared nothing is known.
    public func member(_ name: String) -> (shape: Shape, merge: MergeStrategy) {
        switch self {
        case .object(let object): object[name].map { ($0.shape, $0.merge) } ?? (.any, .natural)
        case .map(let value): (value, .natural)
        default: (.any, .natural)
        }
    }

    var element: Shape {
        if case .list(let element) = self { element } else { .any }
    }
}

extension Array {
    /// `map` that keeps the error's type.
    func mapTyped<Result, Problem: Error>(_ transform: (Element) throws(Problem) -> Result) throws(Problem) -> [Result]
    {
        var results: [Result] = []
        results.reserveCapacity(count)
        for element in self { results.append(try transform(element)) }
        return results
    }
}
