/// A set of places in a document: which fields a manager has a say in.
///
/// A tree, of which any node may be in the set:
/// ```
/// {"f:metadata": {"f:labels": {"f:app": {}}},
///  "f:spec": {"f:containers": {"k:{\"name\":\"web\"}": {".": {}, "f:image": {}}}}}
/// ```
/// has `.metadata.labels.app`, the list's element `web` itself (`.`), and its `image`. An element of a set of single
/// values is `v:"value"`. This is the text of FieldsV1 in `metadata.managedFields`.
public struct FieldSet: Sendable, Hashable {
    /// One step into a document.
    public enum Step: Sendable, Hashable {
        case field(String)
        /// An element of a list, by the values of its keys.
        case key(JSONObject)
        /// An element of a set of single values.
        case value(JSON)
        case index(Int)
    }

    /// The place itself is in the set.
    public var isMember: Bool
    public private(set) var children: [Step: FieldSet]

    public init(isMember: Bool = false) {
        self.isMember = isMember
        children = [:]
    }

    /// A set of places, each a chain of names: `["metadata", "name"]`.
    public init(fields paths: [[String]]) {
        self.init()
        for path in paths {
            var set = FieldSet(isMember: true)
            for name in path.reversed() {
                var parent = FieldSet()
                parent[.field(name)] = set
                set = parent
            }
            formUnion(set)
        }
    }

    public var isEmpty: Bool { !isMember && children.isEmpty }

    /// What is in the set at and below a step. What is empty is not kept.
    public subscript(step: Step) -> FieldSet {
        get { children[step] ?? FieldSet() }
        set { children[step] = newValue.isEmpty ? nil : newValue }
    }
}

// MARK: - Sets

extension FieldSet {
    public mutating func formUnion(_ other: FieldSet) {
        isMember = isMember || other.isMember
        children.merge(other.children) { $0.union($1) }
    }

    public func union(_ other: FieldSet) -> FieldSet {
        var union = self
        union.formUnion(other)
        return union
    }

    public func subtracting(_ other: FieldSet) -> FieldSet {
        var rest = FieldSet(isMember: isMember && !other.isMember)
        for (step, child) in children {
            rest[step] = other.children[step].map { child.subtracting($0) } ?? child
        }
        return rest
    }

    public func intersection(_ other: FieldSet) -> FieldSet {
        var common = FieldSet(isMember: isMember && other.isMember)
        for (step, child) in children {
            if let theirs = other.children[step] { common[step] = child.intersection(theirs) }
        }
        return common
    }

    /// Without these places and everything below them.
    public func removing(below places: FieldSet) -> FieldSet {
        if places.isMember { return FieldSet() }
        var rest = FieldSet(isMember: isMember)
        for (step, child) in children {
            rest[step] = places.children[step].map { child.removing(below: $0) } ?? child
        }
        return rest
    }

    /// Every place in the set as text, sorted: `.spec.containers[name="web"].image`.
    public var paths: [String] {
        let below = sortedChildren.flatMap { step, child in child.paths.map { step.description + $0 } }
        return isMember ? [""] + below : below
    }

    var sortedChildren: [(key: Step, value: FieldSet)] {
        children.sorted { $0.key.json < $1.key.json }
    }
}

// MARK: - FieldsV1

extension FieldSet {
    public init(json: JSON) throws(DecodeError) {
        self.init()
        guard case .object(let object) = json else { throw .expected("object", got: json) }
        for member in object {
            if member.name == "." {
                isMember = true
                continue
            }
            var child = try FieldSet(json: member.value)
            if child.children.isEmpty { child.isMember = true }
            self[try Step(json: member.name)] = child
        }
    }

    public var json: JSON {
        var members: [JSONObject.Member] = []
        if isMember, !children.isEmpty { members.append(JSONObject.Member(".", [:])) }
        members += sortedChildren.map { JSONObject.Member($0.key.json, $0.value.json) }
        return .object(JSONObject(members))
    }
}

extension FieldSet.Step: CustomStringConvertible {
    fileprivate init(json text: String) throws(DecodeError) {
        let rest = String(text.dropFirst(2))
        switch text.prefix(2) {
        case "f:": self = .field(rest)
        case "v:": self = .value(try JSON(parsing: rest.utf8))
        case "i:":
            guard let index = Int(rest) else { throw DecodeError("\"\(text)\" is not a step of a field set") }
            self = .index(index)
        case "k:":
            guard case .object(let key) = try JSON(parsing: rest.utf8) else {
                throw DecodeError("\"\(text)\" is not a step of a field set")
            }
            self = .key(key)
        default: throw DecodeError("\"\(text)\" is not a step of a field set")
        }
    }

    /// `f:name`, `k:{"name":"web"}`, `v:"value"`, `i:0`.
    fileprivate var json: String {
        switch self {
        case .field(let name): "f:\(name)"
        case .key(let key): "k:\(JSON.object(key))"
        case .value(let value): "v:\(value)"
        case .index(let index): "i:\(index)"
        }
    }

    /// `.name`, `[name="web"]`, `[="value"]`, `[0]`.
    public var description: String {
        switch self {
        case .field(let name): ".\(name)"
        case .key(let key): "[\(key.map { "\($0.name)=\($0.value)" }.joined(separator: ","))]"
        case .value(let value): "[=\(value)]"
        case .index(let index): "[\(index)]"
        }
    }
}
