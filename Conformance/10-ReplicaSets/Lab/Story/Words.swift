internal import API
internal import ReplicaSetsContract
internal import Schema

/// A story that isn't well told: the suite's fault, or an overlay's, never that of what is examined.
package struct StoryError: Error, CustomStringConvertible {
    package let description: String

    init(_ line: String, _ problem: String) { description = "`\(line)`: \(problem)" }
}

/// One word of a line, `key=value`; a word without `=` has an empty value.
struct Attribute {
    let key: String
    let value: String

    init(_ word: some StringProtocol) {
        let parts = word.split(separator: "=", maxSplits: 1)
        key = parts.isEmpty ? "" : String(parts[0])
        value = parts.count > 1 ? String(parts[1]) : ""
    }

    var number: Int? { Int(value) }

    /// Labels: `app=web,tier=front`.
    static func labels(_ text: String) -> [String: String] {
        let pairs = text.split(separator: ",").map { Attribute($0) }
        return [String: String](pairs.map { ($0.key, $0.value) }) { _, last in last }
    }
}

/// Answers as stories have them.
enum Words {
    static func text(_ difference: ReplicaDifference) -> String {
        switch difference {
        case .nothing: "nothing"
        case .create(let count): "create \(count)"
        case .delete(let count): "delete \(count)"
        }
    }

    /// Sorted, since it is seldom said in which order.
    static func names(_ pods: some Sequence<Pod>) -> String {
        let names = pods.map(\.metadata.name).sorted()
        return names.isEmpty ? "nobody" : names.joined(separator: " ")
    }
}
