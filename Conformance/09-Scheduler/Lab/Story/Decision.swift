internal import API
internal import SchedulerContract

/// What a scheduler has decided on one pod, in the words of stories.
///
/// ```
/// web → n1                    it shall run on n1
/// web waits                   no node is feasible
/// web ⇢ n1 without a, b       no node is feasible, but n1 will be, once a and b are gone
/// web asks about n1, n2       the extenders are to judge these
/// ```
package enum Decision: Hashable, Sendable {
    case binds(String)
    case waits
    /// Victims in the order of their names.
    case preempts(String, victims: [String])
    /// In the order of their names.
    case asks([String])

    init(_ action: SchedulerAction) {
        switch action {
        case .bind(_, let node), .bindVolumes(_, let node, _): self = .binds(node)
        case .unschedulable, .failed: self = .waits
        case .consult(let question): self = .asks(question.nodes.sorted())
        case .preempt(_, let node, let victims, _):
            self = .preempts(node, victims: victims.map(\.metadata.name).sorted())
        }
    }

    package func text(of pod: String) -> String {
        switch self {
        case .binds(let node): "\(pod) → \(node)"
        case .waits: "\(pod) waits"
        case .asks(let nodes): "\(pod) asks about \(nodes.joined(separator: ", "))"
        case .preempts(let node, let victims): "\(pod) ⇢ \(node) without \(victims.joined(separator: ", "))"
        }
    }
}

/// A line of a story that says what must be decided; where several decisions are right, all stand there: `web → n1 | n2`.
package struct Expectation: Sendable {
    package let line: String
    /// Nil for the line `nothing`: no decision at all.
    package let pod: String?
    package let allowed: [Decision]

    /// Nil for a line that says what happens.
    package init?(_ line: String) {
        self.line = line
        if line == "nothing" {
            (pod, allowed) = (nil, [])
        } else if line.hasSuffix(" waits") {
            (pod, allowed) = (String(line.dropLast(6)), [.waits])
        } else if let arrow = line.firstRange(of: " → ") {
            pod = String(line[..<arrow.lowerBound])
            allowed = Self.parts(line[arrow.upperBound...], "|").map { .binds($0) }
        } else if let asks = line.firstRange(of: " asks about ") {
            pod = String(line[..<asks.lowerBound])
            allowed = [.asks(Self.parts(line[asks.upperBound...], ",").sorted())]
        } else if let arrow = line.firstRange(of: " ⇢ ") {
            pod = String(line[..<arrow.lowerBound])
            allowed = Self.parts(line[arrow.upperBound...], "|").map(Self.preemption)
        } else {
            return nil
        }
    }

    private static func preemption(_ text: String) -> Decision {
        guard let without = text.firstRange(of: " without ") else { return .preempts(text, victims: []) }
        return .preempts(
            String(text[..<without.lowerBound]), victims: parts(text[without.upperBound...], ",").sorted())
    }

    private static func parts(_ text: Substring, _ separator: Character) -> [String] {
        text.split(separator: separator).map { part in
            String(part.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
        }
    }
}
