/// A scheduling record for people, on 80 columns.
///
/// ```
/// default/web, attempt 1: to worker-2
///
/// REJECTED BY        NODES
/// NodeResourcesFit   worker-1: Insufficient cpu
///
/// NODE       PRIORITY           RAW   SCORE   WEIGHT     SUM
/// worker-2   TaintToleration      0     100        3     300
///            NodeResourcesFit    71      71        1      71
///                                                        371
/// ```
extension SchedulingRecord {
    private static let width = 80
    /// Of how many nodes the scores are shown, the best first.
    private static let scoredNodes = 5

    public var text: String {
        var parts = [headline]
        if !message.isEmpty { parts.append(message.wrapped(to: Self.width)) }
        let rejected = nodes.filter { !$0.isFeasible }
        if !rejected.isEmpty { parts.append(Self.rejections(rejected)) }
        let feasible = nodes.filter(\.isFeasible)
        if feasible.count > 1 { parts.append(scores(feasible)) }
        parts.append(remark(feasible.count))
        return parts.filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    private var headline: String {
        let start = "\(pod), attempt \(attempt): "
        if !chosen.isEmpty { return start + "to \(chosen)" }
        if victims.isEmpty { return start + "no node is feasible" }
        return (start + "room is made on \(nominated), at the cost of \(victims.joined(separator: ", "))")
            .wrapped(to: Self.width)
    }

    private func remark(_ feasibleCount: Int) -> String {
        if !chosen.isEmpty, nominated == chosen { return "Room had been made there: no other node was looked at." }
        let others = nodeCount - nodes.count
        if others > 0 { return "\(others) more nodes were not looked at, or are not remembered." }
        return feasibleCount == 1 ? "It was the only feasible node." : ""
    }

    /// Nodes that were rejected for the same reasons stand together.
    private static func rejections(_ nodes: [NodeRecord]) -> String {
        var groups: [(predicate: String, reasons: String, nodes: [String])] = []
        for node in nodes {
            let reasons = node.rejections.joined(separator: ", ")
            if let index = groups.firstIndex(where: {
                $0.predicate == node.rejectedBy.rawValue && $0.reasons == reasons
            }) {
                groups[index].nodes.append(node.node)
            } else {
                groups.append((node.rejectedBy.rawValue, reasons, [node.node]))
            }
        }
        let indent = (groups.map(\.predicate.count).max() ?? 0).atLeast("REJECTED BY".count) + 3
        let lines = groups.map { group in
            let text = "\(group.nodes.joined(separator: ", ")): \(group.reasons)"
            return group.predicate.padded(to: indent) + text.wrapped(to: width - indent, indent: indent)
        }
        return (["REJECTED BY".padded(to: indent) + "NODES"] + lines).joined(separator: "\n")
    }

    private func scores(_ feasible: [NodeRecord]) -> String {
        let best = feasible.sorted {
            ($0.node == chosen ? 1 : 0, $0.total, $1.node) > ($1.node == chosen ? 1 : 0, $1.total, $0.node)
        }
        let shown = best.prefix(Self.scoredNodes)
        let nodeWidth = (shown.map(\.node.count).max() ?? 0).atLeast(4)
        let nameWidth = (shown.flatMap(\.scores).map(\.priority.rawValue.count).max() ?? 0).atLeast(8)
        func line(_ node: String, _ priority: String, _ numbers: [String]) -> String {
            let cells = zip(numbers, [7, 8, 9, 8]).map { $0.padded(onTheLeftTo: $1) }
            return (node.padded(to: nodeWidth + 3) + priority.padded(to: nameWidth) + cells.joined())
                .withoutTrailingSpace
        }
        var lines = [line("NODE", "PRIORITY", ["RAW", "SCORE", "WEIGHT", "SUM"])]
        for node in shown {
            for (index, score) in node.scores.enumerated() {
                lines.append(
                    line(
                        index == 0 ? node.node : "", score.priority.rawValue,
                        [score.raw, score.normalized, score.weight, score.weighted].map { String($0) }))
            }
            lines.append(line("", "", ["", "", "", String(node.total)]))
        }
        if feasible.count > shown.count { lines.append("and \(feasible.count - shown.count) more feasible nodes") }
        return lines.joined(separator: "\n")
    }
}

extension Int {
    fileprivate func atLeast(_ other: Int) -> Int { Swift.max(self, other) }
}

extension String {
    fileprivate func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }

    fileprivate func padded(onTheLeftTo width: Int) -> String {
        String(repeating: " ", count: max(0, width - count)) + self
    }

    fileprivate var withoutTrailingSpace: String { String(reversed().drop { $0 == " " }.reversed()) }

    /// Broken between words; lines after the first are indented.
    fileprivate func wrapped(to width: Int, indent: Int = 0) -> String {
        var lines: [String] = [""]
        for word in split(separator: " ") {
            let last = lines[lines.count - 1]
            if last.isEmpty {
                lines[lines.count - 1] = String(word)
            } else if last.count + 1 + word.count <= width {
                lines[lines.count - 1] += " \(word)"
            } else {
                lines.append(String(word))
            }
        }
        return lines.joined(separator: "\n" + String(repeating: " ", count: indent))
    }
}
