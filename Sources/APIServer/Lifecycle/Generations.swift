import Objects
import Schema

/// `metadata.generation` of the kinds that count theirs: how often what is wanted has changed.
extension Generation {
    static func begin(_ document: inout JSON) { document[path: ["metadata", "generation"]] = 1 }

    static func goOn(_ document: inout JSON, from old: JSON) {
        guard let generation = old[path: ["metadata", "generation"]]?.integer else { return }
        let next = next(generation, from: members(of: old), to: members(of: document))
        document[path: ["metadata", "generation"]] = next.json
    }

    private static func members(of document: JSON) -> [String: JSON] {
        let members = document.object?.members ?? []
        return Dictionary(members.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    }
}
