/// What stands within a paragraph.
indirect enum Inline: Hashable, Sendable {
    case text(String)
    case code(String)
    case strong([Inline])
    case emphasis([Inline])
    case link([Inline], target: String)
    case image(alternative: String, target: String)
}

extension Inline {
    /// This and all within it.
    var nested: [Inline] {
        switch self {
        case .strong(let inner), .emphasis(let inner), .link(let inner, _): [self] + inner.flatMap(\.nested)
        case .text, .code, .image: [self]
        }
    }

    /// What is left when everything but the words is taken away.
    var plain: String {
        switch self {
        case .text(let text), .code(let text), .image(let text, _): text
        case .strong(let inner), .emphasis(let inner), .link(let inner, _): inner.map(\.plain).joined()
        }
    }
}

/// Reads a paragraph's marks. A mark that isn't closed is text.
struct InlineReader {
    private var rest: Substring
    private var inlines: [Inline] = []
    private var pending = ""

    static func inlines(of text: some StringProtocol) -> [Inline] {
        var reader = InlineReader(rest: Substring(text))
        while !reader.rest.isEmpty { reader.step() }
        reader.flush()
        return reader.inlines
    }

    private init(rest: Substring) { self.rest = rest }

    private mutating func step() {
        switch rest.first {
        case "\\": literal(skipping: 1)
        case "`": code()
        case "!" where rest.hasPrefix("!["): linked(after: 1)
        case "[": linked(after: 0)
        case "*" where rest.hasPrefix("**"): marked("**") { .strong($0) }
        case "*": marked("*") { .emphasis($0) }
        default: literal()
        }
    }

    private mutating func literal(skipping count: Int = 0) {
        rest = rest.dropFirst(count)
        if let character = rest.popFirst() { pending.append(character) }
    }

    private mutating func flush() {
        if !pending.isEmpty { inlines.append(.text(pending)) }
        pending = ""
    }

    private mutating func add(_ inline: Inline, rest: Substring) {
        flush()
        inlines.append(inline)
        self.rest = rest
    }

    private mutating func code() {
        let mark = String(rest.prefix { $0 == "`" })
        let inner = rest.dropFirst(mark.count)
        guard let end = inner.firstRange(of: mark) else { return literal() }
        add(.code(inner[..<end.lowerBound].trimmed), rest: inner[end.upperBound...])
    }

    private mutating func marked(_ mark: String, _ make: ([Inline]) -> Inline) {
        let inner = rest.dropFirst(mark.count)
        guard let first = inner.first, first != " ", let end = inner.firstRange(of: mark) else { return literal() }
        add(make(Self.inlines(of: inner[..<end.lowerBound])), rest: inner[end.upperBound...])
    }

    /// `[text](target)`, or with a `!` before it an image. The text may have brackets in code spans.
    private mutating func linked(after count: Int) {
        let inner = rest.dropFirst(count + 1)
        guard let middle = inner.firstRange(of: "]("),
            let end = inner[middle.upperBound...].firstIndex(of: ")")
        else { return literal() }
        let text = inner[..<middle.lowerBound]
        let target = String(inner[middle.upperBound..<end])
        let inline: Inline =
            count == 1
            ? .image(alternative: String(text), target: target) : .link(Self.inlines(of: text), target: target)
        add(inline, rest: inner[inner.index(after: end)...])
    }
}
