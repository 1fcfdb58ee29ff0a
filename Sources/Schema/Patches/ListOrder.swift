/// The order of a list that came of two: the one that stood, and the one that says what is wanted.
public enum ListOrder {
    /// What is wanted comes in the wanted order, the rest as it stood; of the two, an element of the rest goes first
    /// when it stood before the wanted one.
    ///
    /// - Parameters:
    ///   - standing: where an element stood.
    ///   - wanted: where an element is wanted.
    public static func arrange<Name: Hashable, Element>(
        _ elements: [(name: Name, element: Element)], standing: [Name: Int], wanted: [Name: Int]
    ) -> [Element] {
        var rest = elements.filter { wanted[$0.name] == nil }[...]
        let ordered = elements.filter { wanted[$0.name] != nil }.enumerated().sorted {
            (wanted[$0.element.name] ?? 0, $0.offset) < (wanted[$1.element.name] ?? 0, $1.offset)
        }
        var result: [Element] = []
        for (_, (name, element)) in ordered {
            while let first = rest.first, let own = standing[first.name], let place = standing[name], own < place {
                result.append(first.element)
                rest.removeFirst()
            }
            result.append(element)
        }
        return result + rest.map(\.element)
    }
}
