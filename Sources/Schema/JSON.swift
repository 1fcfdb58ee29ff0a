/// A JSON document: the form in which every object travels and is stored.
///
/// Objects keep their members in the order in which they were read, so a document that is read and written again
/// comes back byte for byte. Two objects are equal when they have the same members, in whatever order.
///
/// Numbers without a fraction or exponent that fit are `.integer`; all others are `.number`.
public enum JSON: Sendable, Hashable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case array([JSON])
    case object(JSONObject)
}

/// The members of a JSON object, in order, each name once.
///
/// Look-up is a linear search: Kubernetes objects have few members, and an array of pairs is read and written
/// several times faster than a dictionary of strings.
public struct JSONObject: Sendable {
    public struct Member: Sendable, Hashable {
        public var name: String
        public var value: JSON

        public init(_ name: String, _ value: JSON) {
            self.name = name
            self.value = value
        }
    }

    public var members: [Member]

    /// The caller warrants that no name stands twice.
    public init(_ members: [Member] = []) {
        self.members = members
    }

    /// The value of a member. Setting nil removes it; setting a new name appends it.
    public subscript(name: String) -> JSON? {
        get { members.first { $0.name == name }?.value }
        set {
            guard let index = members.firstIndex(where: { $0.name == name }) else {
                if let newValue { members.append(Member(name, newValue)) }
                return
            }
            if let newValue { members[index].value = newValue } else { members.remove(at: index) }
        }
    }

    public var names: [String] { members.map(\.name) }
    public var isEmpty: Bool { members.isEmpty }
    public var count: Int { members.count }
}

extension JSONObject: Hashable {
    /// Each value is compared once: twice a level would be 2²⁰⁰ times for a document of 200 levels.
    public static func == (left: JSONObject, right: JSONObject) -> Bool {
        guard left.members.count == right.members.count else { return false }
        for index in left.members.indices {
            guard left.members[index].name == right.members[index].name else {
                return left.isEqual(to: MemberTable(right), from: index)
            }
            guard left.members[index].value == right.members[index].value else { return false }
        }
        return true
    }

    private func isEqual(to others: MemberTable, from start: Int) -> Bool {
        for member in members[start...] where others[member.name] != member.value { return false }
        return true
    }

    /// Independent of the members' order.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(members.reduce(0) { $0 ^ $1.hashValue })
    }
}

extension JSONObject: Sequence {
    public func makeIterator() -> IndexingIterator<[Member]> { members.makeIterator() }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, JSON)...) {
        self.init(elements.map { Member($0.0, $0.1) })
    }
}

// MARK: - Reading parts of a document

extension JSON {
    public var isNull: Bool { if case .null = self { true } else { false } }

    public var string: String? {
        if case .string(let value) = self { value } else { nil }
    }

    public var bool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// An integer, also when it was written with a fraction of zero.
    public var integer: Int? {
        switch self {
        case .integer(let value): Int(value)
        case .number(let value): Int(exactly: value)
        default: nil
        }
    }

    public var number: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }

    public var array: [JSON]? {
        if case .array(let value) = self { value } else { nil }
    }

    public var object: JSONObject? {
        if case .object(let value) = self { value } else { nil }
    }

    /// A member of an object; nil for everything that isn't one. Setting makes an object of what isn't one.
    public subscript(name: String) -> JSON? {
        get { if case .object(let object) = self { object[name] } else { nil } }
        set {
            var object = takeObject()
            object[name] = newValue
            self = .object(object)
        }
    }

    /// What stands at the end of a chain of member names: `pod[path: ["spec", "nodeName"]]`.
    public subscript(path names: [String]) -> JSON? {
        get { names.reduce(Optional(self)) { $0?[$1] } }
        set {
            guard let first = names.first else {
                self = newValue ?? .null
                return
            }
            if newValue == nil, self[first] == nil { return }
            var child = self[first] ?? .object([:])
            if names.count == 1 {
                self[first] = newValue
            } else {
                child[path: Array(names.dropFirst())] = newValue
                self[first] = child
            }
        }
    }

    /// Moves the object out, so that a change doesn't copy it.
    private mutating func takeObject() -> JSONObject {
        guard case .object(let object) = self else { return JSONObject() }
        self = .null
        return object
    }

    /// The word for this kind of value in error messages.
    public var typeName: String {
        switch self {
        case .null: "null"
        case .bool: "boolean"
        case .integer: "integer"
        case .number: "number"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }
}

/// There is no nil literal on purpose: in `condition ? nil : json` it would quietly stand for ``JSON/null`` instead of
/// for "nothing".
extension JSON: ExpressibleByStringLiteral, ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    public init(stringLiteral value: String) { self = .string(value) }
    public init(integerLiteral value: Int64) { self = .integer(value) }
    public init(floatLiteral value: Double) { self = .number(value) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(arrayLiteral elements: JSON...) { self = .array(elements) }
    public init(dictionaryLiteral elements: (String, JSON)...) {
        self = .object(JSONObject(elements.map { JSONObject.Member($0.0, $0.1) }))
    }
}
