/// Colours for code, as much as helps reading: comments, strings, keywords, types, keys, commands.
///
/// It looks at words, not at grammar; where it errs, a word has another colour.
enum Colouring {
    enum Kind: String {
        case comment, string, keyword, type, number, key, command
    }

    struct Span {
        var text: Substring
        var kind: Kind?
    }

    static func language(of path: String) -> String {
        let ending = path.split(separator: ".").last.map(String.init) ?? ""
        return ["yml": "yaml", "h": "c"][ending] ?? ending
    }

    static func spans(of text: String, language: String) -> [Span] {
        switch language {
        case "swift", "c": scan(text[...], comment: "//", word: swiftKind)
        case "yaml": lines(of: text) { scan($0, comment: "#") { _, next in next == ":" ? .key : nil } }
        case "console": lines(of: text, consoleSpans)
        default: [Span(text: text[...])]
        }
    }

    private static func lines(of text: String, _ spans: (Substring) -> [Span]) -> [Span] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(spans)
        return Array(lines.joined(separator: [Span(text: "\n")]))
    }

    private static func consoleSpans(_ line: Substring) -> [Span] {
        guard line.hasPrefix("$ ") else { return [Span(text: line)] }
        guard let remark = line.firstRange(of: "  #") else { return [Span(text: line, kind: .command)] }
        return [
            Span(text: line[..<remark.lowerBound], kind: .command),
            Span(text: line[remark.lowerBound...], kind: .comment),
        ]
    }

    // MARK: - Words, strings, comments

    /// - Parameter word: the colour of a word, by the word and the character behind it.
    private static func scan(
        _ text: Substring, comment: String, word kind: (Substring, Character?) -> Kind?
    ) -> [Span] {
        var spans: [Span] = []
        var rest = text
        func take(_ end: Substring.Index, _ kind: Kind?) {
            spans.append(Span(text: rest[..<end], kind: kind))
            rest = rest[end...]
        }
        while let first = rest.first {
            if rest.hasPrefix(comment) {
                take(rest.firstIndex(of: "\n") ?? rest.endIndex, .comment)
            } else if first == "\"" {
                take(stringEnd(rest), .string)
            } else if isWord(first) {
                let end = rest.firstIndex { !isWord($0) } ?? rest.endIndex
                take(end, kind(rest[..<end], end < rest.endIndex ? rest[end] : nil))
            } else {
                take(rest.firstIndex { isWord($0) || $0 == "\"" || $0 == comment.first } ?? rest.endIndex, nil)
                if rest.first == comment.first, !rest.hasPrefix(comment) {
                    take(rest.index(after: rest.startIndex), nil)
                }
            }
        }
        return spans
    }

    private static func isWord(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || "_@#-".contains(character)
    }

    private static func stringEnd(_ text: Substring) -> Substring.Index {
        let mark = text.hasPrefix("\"\"\"") ? "\"\"\"" : "\""
        var rest = text.dropFirst(mark.count)
        while !rest.isEmpty, !rest.hasPrefix(mark) { rest = rest.dropFirst(rest.first == "\\" ? 2 : 1) }
        return rest.dropFirst(mark.count).startIndex
    }

    private static func swiftKind(_ word: Substring, _ next: Character?) -> Kind? {
        guard let first = word.first else { return nil }
        if keywords.contains(word) || first == "@" || first == "#" { return .keyword }
        if first.isNumber { return .number }
        return first.isUppercase ? .type : nil
    }

    private static let keywords: Set<Substring> = [
        "as", "async", "await", "break", "case", "catch", "char", "const", "continue", "default", "defer", "else",
        "enum",
        "extension", "false", "for", "func", "guard", "if", "import", "in", "init", "inout", "int", "is", "let",
        "mutating", "nil", "package", "private", "protocol", "public", "repeat", "return", "self", "sizeof", "some",
        "static", "struct", "switch", "throw", "throws", "true", "try", "typealias", "var", "void", "where", "while",
        "any",
    ]
}
