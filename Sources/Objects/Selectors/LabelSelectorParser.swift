import ObjectsContract

/// Reads the text of a label selector, by recursive descent over its words.
///
/// ```
/// selector    = [ requirement { "," requirement } ]
/// requirement = [ "!" ] key | key ("=" | "==" | "!=" | ">" | "<") value | key ("in" | "notin") "(" values ")"
/// ```
/// `in` and `notin` are operators after a key and ordinary words elsewhere. A value may be empty.
struct LabelSelectorParser {
    private var words: ArraySlice<Word>

    private struct Word: Equatable {
        var text: String
        var isSymbol = false
        static let end = Word(text: "", isSymbol: true)
    }

    init(_ text: String) { words = Self.words(of: text)[...] }

    mutating func requirements() throws(SelectorError) -> [LabelRequirement] {
        var requirements: [LabelRequirement] = []
        guard next != .end else { return [] }
        while true {
            guard isIdentifier(next) || next == symbol("!") else {
                throw SelectorError("found '\(next.text)', expected: !, identifier, or 'end of string'")
            }
            do { requirements.append(try requirement()) } catch {
                throw SelectorError("unable to parse requirement: \(error)")
            }
            let separator = take()
            if separator == .end { return requirements.sorted { $0.key < $1.key } }
            guard separator == symbol(",") else {
                throw SelectorError("found '\(separator.text)', expected: ',' or 'end of string'")
            }
            guard isIdentifier(next) || next == symbol("!") else {
                throw SelectorError("found '\(next.text)', expected: identifier after ','")
            }
        }
    }

    private mutating func requirement() throws(SelectorError) -> LabelRequirement {
        let isNegated = next == symbol("!")
        if isNegated { _ = take() }
        let key = take()
        guard isIdentifier(key) else { throw SelectorError("found '\(key.text)', expected: identifier") }
        try check(LabelSyntax.problems(ofKey: key.text), key.text, "<nil>")
        if isNegated, next != .end, next != symbol(",") {
            throw SelectorError("found '\(next.text)', expected: ',' or 'end of string'")
        }
        if isNegated { return LabelRequirement(key.text, .doesNotExist) }
        if next == .end || next == symbol(",") { return LabelRequirement(key.text, .exists) }
        return LabelRequirement(key.text, try condition(of: key.text))
    }

    private mutating func condition(of key: String) throws(SelectorError) -> LabelRequirement.Condition {
        let operation = take()
        switch operation.text {
        case "=", "==": return .equals(try value(of: key))
        case "!=": return .notEquals(try value(of: key))
        case "in": return .within(try values(of: key))
        case "notin": return .notWithin(try values(of: key))
        case ">": return .greaterThan(try number(for: key))
        case "<": return .lessThan(try number(for: key))
        default: throw SelectorError("found '\(operation.text)', expected: in, notin, =, ==, !=, gt, lt")
        }
    }

    private mutating func value(of key: String) throws(SelectorError) -> String {
        if next == .end || next == symbol(",") { return "" }
        let value = take()
        guard isIdentifier(value) else { throw SelectorError("found '\(value.text)', expected: identifier") }
        try check(LabelSyntax.problems(ofValue: value.text), value.text, "values[0][\(key)]")
        return value.text
    }

    private mutating func number(for key: String) throws(SelectorError) -> Int {
        let text = try value(of: key)
        guard let number = Int(text) else {
            throw SelectorError(
                "values[0]: Invalid value: \"\(text)\": for 'Gt', 'Lt' operators, the value must be an integer")
        }
        return number
    }

    /// `(a,,b)` has three values, of which one is empty; `()` has the empty one.
    private mutating func values(of key: String) throws(SelectorError) -> [String] {
        let opening = take()
        guard opening == symbol("(") else { throw SelectorError("found '\(opening.text)' expected: '('") }
        var values: Set<String> = []
        while true {
            values.insert(isIdentifier(next) ? take().text : "")
            let separator = take()
            if separator == symbol(")") { break }
            guard separator == symbol(",") else {
                throw SelectorError("found '\(separator.text)', expected: ',' or ')'")
            }
        }
        let sorted = values.sorted()
        for (index, value) in sorted.enumerated() {
            try check(LabelSyntax.problems(ofValue: value), value, "values[\(index)][\(key)]")
        }
        return sorted
    }

    private func check(_ problems: [String], _ text: String, _ place: String) throws(SelectorError) {
        guard problems.isEmpty else {
            throw SelectorError("\(place): Invalid value: \"\(text)\": \(problems.joined(separator: "; "))")
        }
    }
}

extension LabelSelectorParser {
    private var next: Word { words.first ?? .end }

    private mutating func take() -> Word { words.popFirst() ?? .end }

    private func isIdentifier(_ word: Word) -> Bool { !word.isSymbol }

    private func symbol(_ text: String) -> Word { Word(text: text, isSymbol: true) }

    private static func words(of text: String) -> [Word] {
        var words: [Word] = []
        var rest = text[...]
        while let first = rest.first {
            let length: Int
            if "=!(),><".contains(first) {
                length = rest.hasPrefix("==") || rest.hasPrefix("!=") ? 2 : 1
                words.append(Word(text: String(rest.prefix(length)), isSymbol: true))
            } else if first.isSelectorSpace {
                length = 1
            } else {
                let word = rest.prefix { !$0.isSelectorSpace && !"=!(),><".contains($0) }
                length = word.count
                words.append(Word(text: String(word)))
            }
            rest = rest.dropFirst(length)
        }
        return words
    }
}

extension Character {
    fileprivate var isSelectorSpace: Bool {
        self == " " || self == "\t" || self == "\r" || self == "\n" || self == "\r\n"
    }
}
