/// A number or a word: a port by number or name, `maxSurge: 1` or `"25%"`.
public enum IntOrString: Declared, Hashable, ExpressibleByIntegerLiteral, ExpressibleByStringLiteral {
    case int(Int)
    case string(String)

    public init() { self = .int(0) }
    public init(integerLiteral value: Int) { self = .int(value) }
    public init(stringLiteral value: String) { self = .string(value) }

    public static var shape: Shape { .intOrString }
    public var isZero: Bool { false }

    public init(json: JSON) throws(DecodeError) {
        switch json {
        case .string(let text): self = .string(text)
        default:
            guard let number = json.integer else { throw .expected("integer or string", got: json) }
            self = .int(number)
        }
    }

    public var json: JSON {
        switch self {
        case .int(let number): number.json
        case .string(let text): text.json
        }
    }

    /// In protobuf: 1 says which of the two it is, 2 the number, 3 the text.
    public static let schema = Schema<Self>("A number or a string.") {
        Field(1, "type", \.kind)
        Field(2, "intVal", \.number)
        Field(3, "strVal", \.text)
    }

    private var kind: Int {
        get { if case .string = self { 1 } else { 0 } }
        set { self = newValue == 1 ? .string(text) : .int(number) }
    }

    private var number: Int {
        get { if case .int(let number) = self { number } else { 0 } }
        set { if case .int = self { self = .int(newValue) } }
    }

    private var text: String {
        get { if case .string(let text) = self { text } else { "" } }
        set { if case .string = self { self = .string(newValue) } }
    }
}

extension IntOrString: CustomStringConvertible {
    public var description: String {
        switch self {
        case .int(let number): String(number)
        case .string(let text): text
        }
    }
}
