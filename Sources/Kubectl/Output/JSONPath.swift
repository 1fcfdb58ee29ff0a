import Schema

/// A template that picks parts of a document: `{.items[*].metadata.name}`, `{range .items[*]}{.metadata.name}{"\n"}{end}`.
///
/// Steps are `.name`, `['name']`, `[0]`, `[-1]`, `[1:3]`, `[*]`, `.*`, `..name` and `[?(@.type=="Ready")]`; what stands outside of
/// braces is printed as it is. Several values of one expression are printed with a space between them.
///
/// Source: kubernetes.io, Reference → kubectl → JSONPath Support. Left out: unions (`['a','b']`), steps in slices.
struct JSONPath: Sendable, Equatable {
    indirect enum Part: Sendable, Equatable {
        case literal(String)
        case value([Step])
        case range([Step], [Part])
    }

    enum Step: Sendable, Equatable {
        case member(String)
        case all
        case index(Int)
        case slice(Int?, Int?)
        case descendants(String)
        case filter([Step], Comparison?)
    }

    struct Comparison: Sendable, Equatable {
        var sign: String
        var value: JSON
    }

    private let parts: [Part]

    init(_ template: String) throws(UsageError) {
        var parser = JSONPathParser(template.hasPrefix("{") || template.contains("{") ? template : "{\(template)}")
        parts = try parser.parts(until: nil)
    }

    func text(_ document: JSON) -> String { Self.text(parts, document) }

    private static func text(_ parts: [Part], _ document: JSON) -> String {
        parts.map { part in
            switch part {
            case .literal(let text): text
            case .value(let steps): find(steps, in: [document]).map(text).joined(separator: " ")
            case .range(let steps, let inner): find(steps, in: [document]).map { text(inner, $0) }.joined()
            }
        }.joined()
    }

    private static func text(_ value: JSON) -> String { value.string ?? value.description }

    static func find(_ steps: [Step], in values: [JSON]) -> [JSON] {
        steps.reduce(values) { values, step in values.flatMap { take(step, of: $0) } }
    }

    private static func take(_ step: Step, of value: JSON) -> [JSON] {
        switch step {
        case .member(let name): value[name].map { [$0] } ?? []
        case .all: value.array ?? value.object?.map(\.value) ?? []
        case .index(let index): element(index, of: value.array ?? [])
        case .slice(let from, let to): slice(value.array ?? [], from, to)
        case .descendants(let name): descendants(name, of: value)
        case .filter(let steps, let comparison):
            (value.array ?? []).filter { element in
                let found = find(steps, in: [element])
                guard let comparison else { return !found.isEmpty }
                return found.contains(where: comparison.holds)
            }
        }
    }

    private static func element(_ index: Int, of list: [JSON]) -> [JSON] {
        let position = index < 0 ? list.count + index : index
        return list.indices.contains(position) ? [list[position]] : []
    }

    private static func slice(_ list: [JSON], _ from: Int?, _ to: Int?) -> [JSON] {
        func position(_ index: Int) -> Int { min(max(index < 0 ? list.count + index : index, 0), list.count) }
        let start = position(from ?? 0)
        return Array(list[start..<max(start, position(to ?? list.count))])
    }

    private static func descendants(_ name: String, of value: JSON) -> [JSON] {
        let children = value.array ?? value.object?.map(\.value) ?? []
        return (value[name].map { [$0] } ?? []) + children.flatMap { descendants(name, of: $0) }
    }
}

extension JSONPath.Comparison {
    func holds(_ other: JSON) -> Bool {
        switch sign {
        case "==": return other == value
        case "!=": return other != value
        default:
            guard let left = other.number, let right = value.number else { return false }
            switch sign {
            case "<": return left < right
            case "<=": return left <= right
            case ">": return left > right
            default: return left >= right
            }
        }
    }
}
