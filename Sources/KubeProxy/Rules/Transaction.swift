/// The commands that turn one state of the table into another, all at once or not at all.
///
/// The order matters to the kernel: what is used must be there before, and unused before it goes. Elements come after
/// the rules that look them up, because a rule that is tied to a full map walks through all of it.
struct Transaction: Sendable {
    private var removedElements: [String: [String]] = [:]
    private var addedElements: [String: [String]] = [:]
    private var added: [String] = []
    private var flushed: [String] = []
    private var filled: [String] = []
    private var deletedChains: [String] = []
    private var deletedSets: [String] = []

    /// Chains and sets of one contribution. Both states in any order: the commands are sorted by name.
    mutating func change(from old: Rules, to new: Rules) {
        for (name, declaration) in new.sets.sorted(by: { $0.key < $1.key }) where old.sets[name] == nil {
            added.append("add set \(table) \(name) { \(declaration) }")
        }
        for name in old.sets.keys.sorted() where new.sets[name] == nil { deletedSets.append(name) }
        for (name, rules) in new.chains.sorted(by: { $0.key < $1.key }) where old.chains[name] != rules {
            if old.chains[name] == nil { added.append("add chain \(table) \(name)") } else { flushed.append(name) }
            filled += rules.map { "add rule \(table) \(name) \($0)" }
        }
        for name in old.chains.keys.sorted() where new.chains[name] == nil {
            flushed.append(name)
            deletedChains.append(name)
        }
    }

    /// An element that gets another value, comes (old is nil) or goes (new is nil).
    mutating func change(_ element: Rules.Element, from old: String?, to new: String?) {
        if old == new { return }
        if old != nil { removedElements[element.map, default: []].append(element.key) }
        if let new { addedElements[element.map, default: []].append(element.key + (new.isEmpty ? "" : " : \(new)")) }
    }

    var isEmpty: Bool {
        removedElements.isEmpty && addedElements.isEmpty && added.isEmpty && flushed.isEmpty && deletedSets.isEmpty
    }

    /// For `nft -f`.
    var text: String {
        let commands =
            elements("delete", removedElements) + added + flushed.map { "flush chain \(table) \($0)" } + filled
            + elements("add", addedElements) + deletedChains.map { "delete chain \(table) \($0)" }
            + deletedSets.map { "delete set \(table) \($0)" }
        return commands.map { $0 + "\n" }.joined()
    }

    private var table: String { "ip \(BaseTable.name)" }

    private func elements(_ command: String, _ elements: [String: [String]]) -> [String] {
        elements.sorted { $0.key < $1.key }.map { map, keys in
            "\(command) element \(table) \(map) { \(keys.joined(separator: ", ")) }"
        }
    }
}
