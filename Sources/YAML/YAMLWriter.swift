public import Schema

/// Writes YAML as `kubectl get -o yaml` does: members sorted, two spaces a level, lists not indented, strings in quotes
/// only where they would be taken for something else.
extension YAML {
    public static func write(_ document: JSON) -> String {
        var writer = YAMLWriter()
        writer.document(document)
        return writer.text
    }

    /// Several documents, with `---` between them.
    public static func write(_ documents: [JSON]) -> String {
        documents.map { write($0) }.joined(separator: "---\n")
    }
}

private struct YAMLWriter {
    var text = ""

    mutating func document(_ document: JSON) {
        switch document {
        case .object(let object) where !object.isEmpty: members(object, margin: 0, isFirstOnLine: true)
        case .array(let elements) where !elements.isEmpty: list(elements, margin: 0, isFirstOnLine: true)
        default: text += single(document, margin: 2) + "\n"
        }
    }

    /// - Parameter isFirstOnLine: the margin is there already.
    private mutating func members(_ object: JSONObject, margin: Int, isFirstOnLine: Bool) {
        for (index, member) in object.sorted(by: { $0.name < $1.name }).enumerated() {
            if index > 0 || !isFirstOnLine { indent(margin) }
            text += Word.plainOrQuoted(member.name) + ":"
            switch member.value {
            case .object(let inner) where !inner.isEmpty:
                text += "\n"
                members(inner, margin: margin + 2, isFirstOnLine: false)
            case .array(let elements) where !elements.isEmpty:
                text += "\n"
                list(elements, margin: margin, isFirstOnLine: false)
            default: text += " " + single(member.value, margin: margin + 2) + "\n"
            }
        }
    }

    private mutating func list(_ elements: [JSON], margin: Int, isFirstOnLine: Bool) {
        for (index, element) in elements.enumerated() {
            if index > 0 || !isFirstOnLine { indent(margin) }
            text += "- "
            switch element {
            case .object(let inner) where !inner.isEmpty: members(inner, margin: margin + 2, isFirstOnLine: true)
            case .array(let inner) where !inner.isEmpty: list(inner, margin: margin + 2, isFirstOnLine: true)
            default: text += single(element, margin: margin + 2) + "\n"
            }
        }
    }

    private mutating func indent(_ margin: Int) { text += String(repeating: " ", count: margin) }

    private func single(_ value: JSON, margin: Int) -> String {
        guard case .string(let string) = value else { return value.description }
        return string.contains("\n") ? Word.block(string, margin: margin) : Word.plainOrQuoted(string)
    }
}

/// How a string is written.
private enum Word {
    static func plainOrQuoted(_ string: String) -> String {
        if PlainWord.value(of: string) != .string(string) || !isPrintable(string) { return doubleQuoted(string) }
        return isPlain(string)
            ? string
            : "'"
                + string.split(separator: "'", omittingEmptySubsequences: false)
                .joined(separator: "''") + "'"
    }

    /// Lines as they are, after `|`; the sign says what ends it: `-` no line break, `+` several.
    static func block(_ string: String, margin: Int) -> String {
        guard string.unicodeScalars.allSatisfy({ $0 == "\n" || isPrintable($0) }), let first = string.first,
            first != "\t", string.last != " ", string.contains(where: { $0 != "\n" })
        else { return doubleQuoted(string) }
        var lines = string.split(separator: "\n", omittingEmptySubsequences: false)
        let end: String
        if !string.hasSuffix("\n") { end = "-" } else if string.hasSuffix("\n\n") { end = "+" } else { end = "" }
        if string.hasSuffix("\n") { lines.removeLast() }
        let hint = first == " " || first == "\n" ? "2" : ""
        let space = String(repeating: " ", count: margin)
        return "|\(hint)\(end)\n" + lines.map { $0.isEmpty ? "" : space + $0 }.joined(separator: "\n")
    }

    /// JSON's escapes are YAML's, too; YAML wants more escaped.
    private static func doubleQuoted(_ string: String) -> String {
        JSON.string(string).description.unicodeScalars.map { scalar in
            if isPrintable(scalar) { return String(scalar) }
            let digits = String(scalar.value, radix: 16)
            return "\\u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        }.joined()
    }

    private static func isPrintable(_ string: String) -> Bool { string.unicodeScalars.allSatisfy { isPrintable($0) } }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "\t" || 0x20..<0x7f ~= scalar.value
            || 0xa0...0xd7ff ~= scalar.value && scalar != "\u{2028}"
                && scalar != "\u{2029}"
            || 0xe000...0xfffd ~= scalar.value && scalar != "\u{feff}" || scalar.value > 0xffff
    }

    /// Nothing in it means something to YAML.
    private static func isPlain(_ string: String) -> Bool {
        guard let first = string.first, let last = string.last, first != " ", last != " ", last != ":" else {
            return false
        }
        if string.hasPrefix("---") || string.hasPrefix("...") || string == "<<" || string == "=" { return false }
        if ",[]{}#&*!|>'\"%@`".contains(first) { return false }
        if "-?:".contains(first), string.dropFirst().first.map({ $0 == " " }) ?? true { return false }
        return !string.contains(": ") && !string.contains(" #") && !string.contains("\t")
    }
}

extension String {
    fileprivate func contains(_ part: String) -> Bool { firstRange(of: part) != nil }

    private func firstRange(of part: String) -> Index? {
        indices.first { self[$0...].hasPrefix(part) }
    }
}
