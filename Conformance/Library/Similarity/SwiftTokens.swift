/// A Swift source as the shapes of its tokens: a keyword or a sign is itself, any other name is `name`, any number
/// `number`, any string `string`. Comments and white space are nothing.
///
/// Left out: it isn't Swift's grammar, just near enough (the text in a string's `\(…)` counts as the string).
enum SwiftTokens {
    static func shapes(of source: String) -> [String] {
        tokens(of: source).map { token in
            switch token {
            case .name(let name): keywords.contains(name) ? name : "name"
            case .number: "number"
            case .string: "string"
            case .sign(let sign): String(sign)
            }
        }
    }

    private enum Token {
        case name(String), number, string, sign(Unicode.Scalar)
    }

    private static func tokens(of source: String) -> [Token] {
        var rest = Array(source.unicodeScalars)[...]
        var tokens: [Token] = []
        while let first = rest.first {
            if first.properties.isWhitespace {
                rest.removeFirst()
            } else if begins(rest, with: "//") {
                rest = rest.drop { $0 != "\n" }
            } else if begins(rest, with: "/*") {
                rest = afterEnd(of: rest.dropFirst(2), "*/")
            } else if begins(rest, with: "\"\"\"") {
                rest = afterEnd(of: rest.dropFirst(3), "\"\"\"")
                tokens.append(.string)
            } else if first == "\"" {
                rest = afterString(rest.dropFirst())
                tokens.append(.string)
            } else if first.properties.numericType != nil {
                rest = rest.drop(while: isPartOfName)
                tokens.append(.number)
            } else if isPartOfName(first) {
                let name = String(String.UnicodeScalarView(rest.prefix(while: isPartOfName)))
                rest = rest.dropFirst(name.unicodeScalars.count)
                tokens.append(.name(name))
            } else {
                tokens.append(.sign(first))
                rest.removeFirst()
            }
        }
        return tokens
    }

    private static func isPartOfName(_ letter: Unicode.Scalar) -> Bool {
        letter == "_" || letter.properties.isAlphabetic || letter.properties.numericType != nil
    }

    private static func begins(_ text: ArraySlice<Unicode.Scalar>, with mark: String) -> Bool {
        text.starts(with: mark.unicodeScalars)
    }

    private static func afterEnd(of text: ArraySlice<Unicode.Scalar>, _ mark: String) -> ArraySlice<Unicode.Scalar> {
        var rest = text
        while !rest.isEmpty, !begins(rest, with: mark) { rest.removeFirst() }
        return rest.dropFirst(mark.unicodeScalars.count)
    }

    private static func afterString(_ text: ArraySlice<Unicode.Scalar>) -> ArraySlice<Unicode.Scalar> {
        var rest = text
        while let letter = rest.popFirst(), letter != "\"", letter != "\n" {
            if letter == "\\" { rest = rest.dropFirst() }
        }
        return rest
    }

    private static let keywords: Set<String> = [
        "as", "async", "await", "break", "case", "catch", "class", "continue", "default", "defer", "do", "else", "enum",
        "extension", "fallthrough", "false", "for", "func", "guard", "if", "import", "in", "init", "inout", "is", "let",
        "mutating", "nil", "private", "protocol", "public", "repeat", "return", "self", "static", "struct", "switch",
        "throw", "throws", "true", "try", "var", "where", "while",
    ]
}
