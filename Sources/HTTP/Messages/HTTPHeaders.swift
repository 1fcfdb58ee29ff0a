/// Header fields: ordered, several of one name allowed, names without regard to case (RFC 9110, section 5).
package struct HTTPHeaders: Sendable, Hashable, ExpressibleByDictionaryLiteral, CustomStringConvertible {
    package struct Field: Sendable, Hashable {
        package var name: String
        package var value: String
    }

    package var fields: [Field]

    package init() { fields = [] }
    package init(fields: [Field]) { self.fields = fields }
    package init(dictionaryLiteral elements: (String, String)...) {
        fields = elements.map { Field(name: $0.0, value: $0.1) }
    }

    /// The first value of that name. Setting replaces all of that name; nil removes them.
    package subscript(_ name: String) -> String? {
        get { fields.first { equalIgnoringCase($0.name, name) }?.value }
        set {
            fields.removeAll { equalIgnoringCase($0.name, name) }
            if let newValue { add(name, newValue) }
        }
    }

    package mutating func add(_ name: String, _ value: String) { fields.append(Field(name: name, value: value)) }

    package func all(_ name: String) -> [String] {
        fields.filter { equalIgnoringCase($0.name, name) }.map(\.value)
    }

    /// The members of a comma separated list, which may stand in several fields: `Accept`, `Sec-WebSocket-Protocol`…
    package func list(_ name: String) -> [String] {
        all(name).flatMap { $0.split(separator: ",") }.map(trimmed).filter { !$0.isEmpty }
    }

    package func contains(_ name: String) -> Bool { self[name] != nil }

    package var description: String { fields.map { "\($0.name): \($0.value)" }.joined(separator: "\n") }
}

/// ASCII only, and without making strings: every request looks several names up.
package func equalIgnoringCase(_ one: String, _ other: String) -> Bool {
    one.utf8.count == other.utf8.count && zip(one.utf8, other.utf8).allSatisfy { lowercased($0) == lowercased($1) }
}

private func lowercased(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte }

private func trimmed(_ text: Substring) -> String {
    let front = text.drop { $0 == " " || $0 == "\t" }
    guard let last = front.lastIndex(where: { $0 != " " && $0 != "\t" }) else { return "" }
    return String(front[...last])
}
