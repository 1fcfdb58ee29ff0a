/// Which fields a document has, as far as they can have owners of their own.
///
/// A single value is one field, and so is whatever is atomic. Of a declared object the members count, not the object;
/// an element of a merged list, an entry of a map and an object without members count themselves, too.
///
/// Source: sigs.k8s.io/structured-merge-diff, `ToFieldSet`.
extension FieldSet {
    public init(of document: JSON, shape: Shape) throws(DecodeError) {
        self = try Self.fields(of: document, shape, .natural)
    }

    static func fields(of value: JSON, _ shape: Shape, _ merge: MergeStrategy) throws(DecodeError) -> FieldSet {
        if merge == .atomic { return FieldSet(isMember: true) }
        switch value {
        case .object(let object): return try fields(of: object, shape)
        case .array(let elements): return try fields(of: elements, ApplyList(shape, merge))
        default: return FieldSet(isMember: true)
        }
    }

    private static func fields(of object: JSONObject, _ shape: Shape) throws(DecodeError) -> FieldSet {
        var set = FieldSet()
        for member in object {
            let (memberShape, merge) = shape.member(member.name)
            do {
                var child = try fields(of: member.value, memberShape, merge)
                if member.value == [:] || !shape.declares(member.name) { child.isMember = true }
                set[.field(member.name)] = child
            } catch { throw error.under(member.name) }
        }
        return set
    }

    private static func fields(of elements: [JSON], _ list: ApplyList) throws(DecodeError) -> FieldSet {
        if list.isAtomic { return FieldSet(isMember: true) }
        var set = FieldSet()
        for (index, element) in elements.enumerated() {
            do {
                var child = try fields(of: element, list.element, .natural)
                child.isMember = true
                let step = try list.step(to: element)
                set[step] = set[step].union(child)
            } catch { throw error.under("[\(index)]") }
        }
        return set
    }

    /// The fields that are in both documents with different values.
    static func changed(
        from old: JSON, to new: JSON, _ shape: Shape, _ merge: MergeStrategy
    ) throws(DecodeError) -> FieldSet {
        if old == new { return FieldSet() }
        switch (old, new) {
        case (.object(let old), .object(let new)) where merge != .atomic:
            var set = FieldSet()
            let oldMembers = MemberTable(old)
            for member in new {
                guard let before = oldMembers[member.name] else { continue }
                let (memberShape, memberMerge) = shape.member(member.name)
                set[.field(member.name)] = try changed(from: before, to: member.value, memberShape, memberMerge)
            }
            return set
        case (.array(let old), .array(let new)) where !ApplyList(shape, merge).isAtomic:
            let list = ApplyList(shape, merge)
            let before = try list.byStep(old)
            var set = FieldSet()
            for (step, element) in try list.steps(to: new) {
                guard let old = before[step] else { continue }
                set[step] = try changed(from: old, to: element, list.element, .natural)
            }
            return set
        default: return FieldSet(isMember: true)
        }
    }
}

extension Shape {
    func declares(_ name: String) -> Bool {
        if case .object(let object) = self { object[name] != nil } else { false }
    }
}

/// How server-side apply treats one list: as a whole, as a set of single values, or by all its elements' keys.
struct ApplyList {
    let element: Shape
    private let merge: MergeStrategy

    init(_ shape: Shape, _ merge: MergeStrategy) {
        element = shape.element
        self.merge = merge
    }

    var isAtomic: Bool {
        switch merge {
        case .set, .byKey: false
        default: true
        }
    }

    /// A key that is absent has its default: a port's protocol is TCP.
    func step(to value: JSON) throws(DecodeError) -> FieldSet.Step {
        guard case .byKey(let keys, _) = merge else { return .value(value) }
        guard case .object(let object) = value else { throw .expected("object", got: value) }
        var key: [JSONObject.Member] = []
        for name in keys.sorted() {
            guard let part = object[name] ?? defaultValue(of: name) else {
                throw DecodeError(
                    "associative list with keys has an element that omits key field \"\(name)\" "
                        + "(and doesn't have default value)")
            }
            key.append(JSONObject.Member(name, part))
        }
        return .key(JSONObject(key))
    }

    func steps(to elements: [JSON]) throws(DecodeError) -> [(name: FieldSet.Step, element: JSON)] {
        try elements.mapTyped { element throws(DecodeError) in (try step(to: element), element) }
    }

    func byStep(_ elements: [JSON]) throws(DecodeError) -> [FieldSet.Step: JSON] {
        Dictionary(try steps(to: elements).map { ($0.name, $0.element) }, uniquingKeysWith: { first, _ in first })
    }

    private func defaultValue(of name: String) -> JSON? {
        if case .object(let shape) = element { shape[name]?.defaultValue } else { nil }
    }
}
