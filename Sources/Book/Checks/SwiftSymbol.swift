/// Finds a declaration's lines by its name: `TaintToleration.rejections`.
///
/// The source is formatted by a program, so indentation tells where a declaration ends: with the first line that is no
/// further in than its first one, and if that is its closing brace, with this line.
/// ```
///     struct TaintToleration: Predicate {          ┐
///         func rejections(of slot: Int) {   ┐      │ TaintToleration
///             …                             │ rejections
///         }                                 ┘      │
///     }                                            ┘
/// ```
struct SwiftSymbol {
    /// From the outermost type to the member.
    let names: [String]

    init(_ dotted: String) { names = dotted.split(separator: ".").map(String.init) }

    /// The declaration's lines with the comment above it; of several declarations of the name all of them. The whole file
    /// when no name is given. Nil when there is none.
    func extent(in lines: [String]) -> [String]? {
        names.reduce(lines) { found, name in
            found.flatMap { Self.declarations(of: name, in: $0) }
        }
    }

    private static func declarations(of name: String, in lines: [String]) -> [String]? {
        let extents = lines.indices.filter { declares(lines[$0], name) }.map { start in
            lines[commentStart(above: start, lines)..<end(of: start, lines)]
        }
        return extents.isEmpty ? nil : Array(extents.joined())
    }

    private static let keywords: Set<Substring> = [
        "struct", "class", "enum", "protocol", "extension", "actor", "func", "var", "let", "case", "typealias",
    ]

    private static func declares(_ line: String, _ name: String) -> Bool {
        let words = line.split { !($0.isLetter || $0.isNumber || $0 == "_") }
        if line.trimmed.hasPrefix("//") { return false }
        if name == "init" {
            return words.contains("init") && ["init(", "init?(", "init<"].contains { line.contains($0) }
        }
        return zip(words, words.dropFirst()).contains { keywords.contains($0) && $1 == name }
    }

    private static func indentation(_ line: String) -> Int { line.prefix { $0 == " " }.count }

    private static func commentStart(above start: Int, _ lines: [String]) -> Int {
        var first = start
        while first > 0 {
            let above = lines[first - 1].trimmed
            guard above.hasPrefix("//") || above.hasPrefix("@") else { break }
            first -= 1
        }
        return first
    }

    private static func end(of start: Int, _ lines: [String]) -> Int {
        let depth = indentation(lines[start])
        var line = start + 1
        while line < lines.count {
            let text = lines[line].trimmed
            if !text.isEmpty, indentation(lines[line]) <= depth {
                let closes = indentation(lines[line]) == depth && ")]}".contains(text.first ?? " ")
                // A long signature or condition closes at the same depth and goes on: `) -> Result {`, `{`.
                let goesOn = text.hasSuffix("{") && (closes || text == "{")
                if !goesOn { return closes ? line + 1 : line }
            }
            line += 1
        }
        return line
    }
}
