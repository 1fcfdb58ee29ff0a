/// What a request line names: `/api/v1/pods?limit=500&labelSelector=app%3Dweb`.
///
/// The path is split before it is decoded, so that an encoded slash (`%2F`) stays inside its segment.
package struct Target: Sendable, Hashable, CustomStringConvertible {
    /// As it came, without the query.
    package let path: String
    /// What follows the question mark, as it came.
    package let rawQuery: String

    package init(_ text: String) {
        let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = String(parts.first ?? "")
        rawQuery = parts.count > 1 ? String(parts[1]) : ""
    }

    package init(path: String, query: Query) {
        self.path = path
        rawQuery = query.description
    }

    /// `/api/v1/pods` is `["api", "v1", "pods"]`; empty segments are left out. Parsed at each call.
    package var segments: [String] { path.split(separator: "/").map { percentDecoded($0) } }

    /// Parsed at each call.
    package var query: Query { Query(parsing: rawQuery) }

    package var description: String { rawQuery.isEmpty ? path : "\(path)?\(rawQuery)" }
}

/// The items of a query, in their order; a name may stand several times (`?command=ls&command=%2F`).
package struct Query: Sendable, Hashable, ExpressibleByDictionaryLiteral, CustomStringConvertible {
    package struct Item: Sendable, Hashable {
        package var name: String
        package var value: String
    }

    package var items: [Item]

    package init(_ items: [Item] = []) { self.items = items }
    package init(dictionaryLiteral elements: (String, String)...) {
        items = elements.map { Item(name: $0.0, value: $0.1) }
    }

    package init(parsing text: String) {
        items = text.split(separator: "&").map { item in
            let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return Item(
                name: percentDecoded(parts[0], plusIsSpace: true),
                value: parts.count > 1 ? percentDecoded(parts[1], plusIsSpace: true) : "")
        }
    }

    /// The first value of that name.
    package subscript(_ name: String) -> String? { items.first { $0.name == name }?.value }

    package func all(_ name: String) -> [String] { items.filter { $0.name == name }.map(\.value) }

    package mutating func add(_ name: String, _ value: String) { items.append(Item(name: name, value: value)) }

    package var description: String {
        items.map { "\(percentEncoded($0.name))=\(percentEncoded($0.value))" }.joined(separator: "&")
    }
}

/// `%41` becomes `A`. What is no well-formed escape stays as it is.
package func percentDecoded(_ text: some StringProtocol, plusIsSpace: Bool = false) -> String {
    let bytes = Array(text.utf8)
    guard bytes.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }) else { return String(text) }
    var decoded: [UInt8] = []
    decoded.reserveCapacity(bytes.count)
    var position = 0
    while position < bytes.count {
        let byte = bytes[position]
        if byte == UInt8(ascii: "%"), position + 2 < bytes.count,
            let high = hexDigit(bytes[position + 1]), let low = hexDigit(bytes[position + 2])
        {
            decoded.append(high << 4 | low)
            position += 3
        } else {
            decoded.append(plusIsSpace && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
            position += 1
        }
    }
    return String(decoding: decoded, as: UTF8.self)
}

/// Everything but letters, digits and `-._~` is escaped (RFC 3986, section 2.3).
package func percentEncoded(_ text: some StringProtocol) -> String {
    var encoded: [UInt8] = []
    for byte in text.utf8 {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            encoded.append(byte)
        default:
            encoded.append(UInt8(ascii: "%"))
            encoded.append(hexCharacter(byte >> 4))
            encoded.append(hexCharacter(byte & 15))
        }
    }
    return String(decoding: encoded, as: UTF8.self)
}

private func hexDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
}

private func hexCharacter(_ digit: UInt8) -> UInt8 {
    digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "A") + digit - 10
}
