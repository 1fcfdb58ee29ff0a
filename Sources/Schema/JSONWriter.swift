/// Writes JSON text: compact for the wire and the store, indented for people.
///
/// Members come in their order, so that what was read comes back byte for byte (as long as it was written in this
/// form: no white space, no needless escapes).
extension JSON {
    /// The document as text, without white space.
    public var bytes: [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(256)
        write(into: &text)
        return text
    }

    /// Appends the document, without white space.
    public func write(into text: inout [UInt8]) {
        switch self {
        case .null: text.append(word: "null")
        case .bool(let value): text.append(word: value ? "true" : "false")
        case .integer(let value): text.append(decimal: value)
        // JSON has no word for what is not a number.
        case .number(let value): text.append(contentsOf: (value.isFinite ? "\(value)" : "null").utf8)
        case .string(let value): text.append(quoted: value)
        case .array(let elements): write(elements, into: &text)
        case .object(let object): write(object, into: &text)
        }
    }

    private func write(_ elements: [JSON], into text: inout [UInt8]) {
        text.append(UInt8(ascii: "["))
        for index in elements.indices {
            if index > 0 { text.append(UInt8(ascii: ",")) }
            elements[index].write(into: &text)
        }
        text.append(UInt8(ascii: "]"))
    }

    private func write(_ object: JSONObject, into text: inout [UInt8]) {
        text.append(UInt8(ascii: "{"))
        for index in object.members.indices {
            if index > 0 { text.append(UInt8(ascii: ",")) }
            text.append(quoted: object.members[index].name)
            text.append(UInt8(ascii: ":"))
            object.members[index].value.write(into: &text)
        }
        text.append(UInt8(ascii: "}"))
    }
}

extension JSON: CustomStringConvertible {
    /// The document as text, without white space.
    public var description: String { String(decoding: bytes, as: UTF8.self) }

    /// Four spaces a level, as `kubectl get -o json` has it.
    public var pretty: String {
        var text: [UInt8] = []
        write(into: &text, margin: 0)
        return String(decoding: text, as: UTF8.self)
    }

    private func write(into text: inout [UInt8], margin: Int) {
        switch self {
        case .array(let elements) where !elements.isEmpty:
            Self.block("[", "]", elements, margin, into: &text) { element, text in
                element.write(into: &text, margin: margin + 4)
            }
        case .object(let object) where !object.isEmpty:
            Self.block("{", "}", object.members, margin, into: &text) { member, text in
                text.append(quoted: member.name)
                text.append(word: ": ")
                member.value.write(into: &text, margin: margin + 4)
            }
        default: write(into: &text)
        }
    }

    private static func block<Part>(
        _ begin: StaticString, _ end: StaticString, _ parts: [Part], _ margin: Int, into text: inout [UInt8],
        write: (Part, inout [UInt8]) -> Void
    ) {
        text.append(word: begin)
        for (index, part) in parts.enumerated() {
            if index > 0 { text.append(UInt8(ascii: ",")) }
            text.append(UInt8(ascii: "\n"))
            text.append(contentsOf: repeatElement(UInt8(ascii: " "), count: margin + 4))
            write(part, &text)
        }
        text.append(UInt8(ascii: "\n"))
        text.append(contentsOf: repeatElement(UInt8(ascii: " "), count: margin))
        text.append(word: end)
    }
}

extension [UInt8] {
    fileprivate mutating func append(word: StaticString) {
        append(contentsOf: UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
    }

    fileprivate mutating func append(decimal value: Int64) {
        if 0..<10 ~= value { append(UInt8(ascii: "0") + UInt8(value)) } else { append(contentsOf: String(value).utf8) }
    }

    /// Only what must be escaped is.
    fileprivate mutating func append(quoted string: String) {
        append(UInt8(ascii: "\""))
        var string = string
        string.withUTF8 { letters in
            var plain = 0
            for index in letters.indices where letters[index].needsEscape {
                append(contentsOf: UnsafeBufferPointer(rebasing: letters[plain..<index]))
                append(escaped: letters[index])
                plain = index + 1
            }
            append(contentsOf: UnsafeBufferPointer(rebasing: letters[plain...]))
        }
        append(UInt8(ascii: "\""))
    }

    private mutating func append(escaped letter: UInt8) {
        switch letter {
        case UInt8(ascii: "\""): append(word: "\\\"")
        case UInt8(ascii: "\\"): append(word: "\\\\")
        case 0x08: append(word: "\\b")
        case 0x09: append(word: "\\t")
        case 0x0a: append(word: "\\n")
        case 0x0c: append(word: "\\f")
        case 0x0d: append(word: "\\r")
        default: append(contentsOf: (letter < 0x10 ? "\\u000" : "\\u00").utf8 + Array(String(letter, radix: 16).utf8))
        }
    }
}

extension UInt8 {
    fileprivate var needsEscape: Bool { self < 0x20 || self == UInt8(ascii: "\"") || self == UInt8(ascii: "\\") }
}
