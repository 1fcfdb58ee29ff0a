/// Some of the rules in the kernel's table: what one service contributes.
///
/// The table knows three things: *chains* of rules, *sets* that rules fill by themselves (who met which endpoint
/// lately), and *elements* of the maps that all services share. Two contributions never have a chain or a set in
/// common; an element they may (two services with one external address, one pod behind two services).
struct Rules: Equatable, Sendable {
    /// The rules of each chain, by the chain's name.
    var chains: [String: [String]] = [:]
    /// The declaration of each set, by its name: the same name always has the same declaration.
    var sets: [String: String] = [:]
    /// What stands for each element; empty in a set, which has keys only.
    var elements: [Element: String] = [:]

    struct Element: Hashable, Comparable, Sendable {
        var map: String
        var key: String

        static func < (left: Self, right: Self) -> Bool { (left.map, left.key) < (right.map, right.key) }
    }

    mutating func add(_ key: String, to map: String, _ value: String = "") {
        elements[Element(map: map, key: key)] = value
    }
}
