/// Reads JSON text (RFC 8259) from bytes, in one pass, without an intermediate list of tokens.
///
/// What the text may do to the reader is bounded: nesting (each level costs stack, and the smallest stacks have 512 KiB),
/// objects by a table of names (thousands of members don't take quadratic time). As in Go, invalid UTF-8 and lone
/// surrogates become U+FFFD, and of two members with one name the later one counts.
extension JSON {
    /// How many levels a document from a client may have. Kubernetes' own kinds stay below 20; the schema of a custom
    /// resource may reach 60.
    public static let maximumDepth = 100

    /// Reads one document: from the store, or an answer.
    ///
    /// It may be somewhat deeper than what a client may send: `metadata.managedFields` repeats the document's nesting.
    public init(parsing text: some Collection<UInt8>) throws(DecodeError) {
        var duplicates: [String] = []
        try self.init(parsing: text, maximumDepth: Self.maximumDepth + 28, duplicates: &duplicates)
    }

    /// Reads one document of a client's, and reports the members that stand twice in an object:
    /// `spec.containers[0].image`.
    public init(parsing text: some Collection<UInt8>, duplicates: inout [String]) throws(DecodeError) {
        try self.init(parsing: text, maximumDepth: Self.maximumDepth, duplicates: &duplicates)
    }

    private init(
        parsing text: some Collection<UInt8>, maximumDepth: Int, duplicates: inout [String]
    ) throws(DecodeError) {
        let result =
            text.withContiguousStorageIfAvailable { JSONReader.read($0, maximumDepth: maximumDepth) }
            ?? Array(text).withUnsafeBufferPointer { JSONReader.read($0, maximumDepth: maximumDepth) }
        (self, duplicates) = try result.get()
    }
}

struct JSONReader {
    /// More are not reported, as in Kubernetes.
    static let maximumDuplicates = 100

    private var duplicates: [String] = []
    let text: UnsafeBufferPointer<UInt8>
    var position = 0
    private let maximumDepth: Int
    private var depth = 0

    static func read(
        _ text: UnsafeBufferPointer<UInt8>, maximumDepth: Int
    ) -> Result<(JSON, duplicates: [String]), DecodeError> {
        var reader = JSONReader(text: text, maximumDepth: maximumDepth)
        do { return .success((try reader.document(), reader.duplicates)) } catch { return .failure(error) }
    }

    private init(text: UnsafeBufferPointer<UInt8>, maximumDepth: Int) {
        self.text = text
        self.maximumDepth = maximumDepth
    }

    private mutating func document() throws(DecodeError) -> JSON {
        let value = try value()
        skipSpace()
        guard position == text.count else { throw unexpected("after top-level value") }
        return value
    }

    private mutating func value() throws(DecodeError) -> JSON {
        skipSpace()
        guard position < text.count else { throw unexpectedEnd }
        switch text[position] {
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "{"): return try nested { reader throws(DecodeError) in .object(try reader.object()) }
        case UInt8(ascii: "["): return try nested { reader throws(DecodeError) in .array(try reader.array()) }
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        default: throw unexpected("looking for beginning of value")
        }
    }

    private mutating func nested(
        _ read: (inout JSONReader) throws(DecodeError) -> JSON
    ) throws(DecodeError) -> JSON {
        guard depth < maximumDepth else { throw DecodeError("exceeded max depth\(place)") }
        depth += 1
        position += 1
        let value = try read(&self)
        depth -= 1
        return value
    }

    private mutating func array() throws(DecodeError) -> [JSON] {
        var elements: [JSON] = []
        if skip("]") { return elements }
        repeat {
            let known = duplicates.count
            elements.append(try value())
            if duplicates.count > known { locateDuplicates(from: known, under: "[\(elements.count - 1)]") }
        } while try another(before: "]", "after array element")
        return elements
    }

    private mutating func object() throws(DecodeError) -> JSONObject {
        var members = MemberTable()
        if skip("}") { return JSONObject() }
        repeat {
            let name = try memberName()
            let known = duplicates.count
            let value = try value()
            if duplicates.count > known { locateDuplicates(from: known, under: name) }
            if members.set(name, value) == .replaced, known < Self.maximumDuplicates { duplicates.append(name) }
        } while try another(before: "}", "after object key:value pair")
        return members.object
    }

    private mutating func memberName() throws(DecodeError) -> String {
        skipSpace()
        guard position < text.count else { throw unexpectedEnd }
        guard text[position] == UInt8(ascii: "\"") else {
            throw unexpected("looking for beginning of object key string")
        }
        let name = try string()
        guard skip(":") else { throw unexpected("after object key") }
        return name
    }

    /// Passes over the comma or the closing bracket: true when another element follows.
    private mutating func another(
        before end: Unicode.Scalar, _ complaint: StaticString
    ) throws(DecodeError) -> Bool {
        if skip(",") { return true }
        if skip(end) { return false }
        throw unexpected(complaint)
    }

    /// Duplicates are found before the way to them is known: each level on the way out puts its step in front.
    private mutating func locateDuplicates(from first: Int, under step: String) {
        for index in first..<duplicates.count {
            duplicates[index] = FieldPath.join(step, duplicates[index])
        }
    }
}

// MARK: - Steps and complaints

extension JSONReader {
    mutating func skipSpace() {
        while position < text.count {
            switch text[position] {
            case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\t"), UInt8(ascii: "\r"): position += 1
            default: return
            }
        }
    }

    /// Passes over white space and then over the letter, if it is there.
    mutating func skip(_ letter: Unicode.Scalar) -> Bool {
        skipSpace()
        guard position < text.count, text[position] == UInt8(ascii: letter) else { return false }
        position += 1
        return true
    }

    mutating func skipExactly(_ word: StaticString) -> Bool {
        guard text.count - position >= word.utf8CodeUnitCount else { return false }
        for offset in 0..<word.utf8CodeUnitCount where text[position + offset] != word.utf8Start[offset] {
            return false
        }
        position += word.utf8CodeUnitCount
        return true
    }

    var place: String { " (at byte \(position))" }
    var unexpectedEnd: DecodeError { DecodeError("unexpected end of JSON input") }

    func unexpected(_ what: StaticString) -> DecodeError { unexpected("\(what)") }

    func unexpected(_ what: String) -> DecodeError {
        guard position < text.count else { return unexpectedEnd }
        let byte = text[position]
        let letter = 0x20..<0x7f ~= byte ? "\(Unicode.Scalar(byte))" : "\\x" + String(byte, radix: 16)
        return DecodeError("invalid character '\(letter)' \(what)\(place)")
    }
}
