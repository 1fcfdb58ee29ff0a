internal import Conformance
internal import API
internal import ReplicaSetsContract
internal import Schema

extension Attribute {
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
