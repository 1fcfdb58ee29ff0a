import API
import Schema
import SchedulerContract

/// What goes to an extender and what comes back, as k8s.io/kube-scheduler/extender/v1 has it.
///
/// Its types are written as Go writes structs without tags, with capitals (`{"Pod": …, "NodeNames": […]}`), and Go reads
/// names in any case. So do we: an extender in another language may well answer `nodeNames`.
enum ExtenderMessages {
    /// The arguments of filter and prioritize: names for an extender that knows the nodes, else the nodes themselves.
    static func arguments(_ pod: Pod, names: [String], nodes: [Node]?) -> JSON {
        [
            "Pod": pod.document,
            "Nodes": nodes.map { ["metadata": [:], "items": .array($0.map(\.document))] } ?? .null,
            "NodeNames": nodes == nil ? names.json : .null,
        ]
    }

    static func bindingArguments(_ pod: Pod, node: String) -> JSON {
        [
            "PodName": .string(pod.metadata.name), "PodNamespace": .string(pod.metadata.namespace),
            "PodUID": .string(pod.metadata.uid), "Node": .string(node),
        ]
    }

    /// What it says to filter.
    struct Filtered {
        var accepted: Set<String> = []
        var refusals: [ExtenderRefusal] = []
    }

    /// - Parameter names: what it was asked about; it may leave out nodes, but not add any.
    static func filtered(_ answer: JSON, of names: [String], by extender: String) throws -> Filtered {
        try complain(answer)
        let listed = try acceptedNames(answer)
        if let stranger = Set(listed).subtracting(names).min() {
            throw ExtenderError("claims a filtered node \"\(stranger)\" which is not found in the input node list")
        }
        var result = Filtered(accepted: Set(listed))
        let reasons = try [String: String](json: answer.member("failedNodes") ?? [:])
        let finalReasons = try [String: String](json: answer.member("failedAndUnresolvableNodes") ?? [:])
        for name in names where !result.accepted.contains(name) {
            var refusal = ExtenderRefusal()
            (refusal.node, refusal.extender) = (name, extender)
            refusal.isFinal = finalReasons[name] != nil
            refusal.reason = finalReasons[name] ?? reasons[name] ?? ""
            result.refusals.append(refusal)
        }
        return result
    }

    private static func acceptedNames(_ answer: JSON) throws -> [String] {
        if let names = answer.member("nodeNames") { return try [String](json: names) }
        guard let nodes = answer.member("nodes") else { return [] }
        return (nodes.member("items")?.array ?? []).compactMap { $0["metadata"]?["name"]?.string }
    }

    /// `[{"Host": "worker-1", "Score": 7}]`.
    static func scores(_ answer: JSON, of names: [String]) throws -> [String: Int] {
        guard let entries = answer.array else { throw ExtenderError("expected a list of hosts with scores") }
        let asked = Set(names)
        var scores: [String: Int] = [:]
        for entry in entries {
            guard let host = entry.member("host")?.string, let score = entry.member("score")?.integer else {
                throw ExtenderError("expected {\"Host\": …, \"Score\": …}, got \(entry)")
            }
            guard (0...ExtenderScores.maximum).contains(score) else {
                throw ExtenderError("gives \(host) a score of \(score); 0 to \(ExtenderScores.maximum) are possible")
            }
            if asked.contains(host) { scores[host] = score }
        }
        return scores
    }

    /// - Throws: what it says went wrong.
    static func complain(_ answer: JSON) throws {
        if let error = answer.member("error")?.string, !error.isEmpty { throw ExtenderError(error) }
    }
}

/// Why an extender gave no answer.
struct ExtenderError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

extension JSON {
    /// A member, its name in any case; nil when it is null.
    fileprivate func member(_ name: String) -> JSON? {
        let wanted = name.lowercased()
        let value = object?.members.first { $0.name.lowercased() == wanted }?.value
        return value?.isNull == false ? value : nil
    }
}
