/// A strategic merge patch: a merge patch that also knows which elements of a list belong together (``StrategicList``).
///
/// Here it is found, as a typed client does it, and `kubectl apply`; the API server applies it.
///
/// Three documents take part: what the last manifest said, what this one says, and what is live. Set is what differs
/// between this manifest and the live object; removed is what the last manifest had and this one hasn't, so that what
/// others added stays. With the live object as the last manifest, it is the plain difference of two documents.
public enum StrategicMergePatch {
    /// The patch that makes `new` of `old`: `{}` when they are equal.
    public static func difference(from old: JSON, to new: JSON, shape: Shape) throws(PatchError) -> JSON {
        try threeWay(lastApplied: old, modified: new, live: old, shape: shape)
    }

    /// - Parameter lastApplied: `{}` when there is none.
    public static func threeWay(
        lastApplied: JSON, modified: JSON, live: JSON, shape: Shape
    ) throws(PatchError) -> JSON {
        guard case .object(let modified) = modified, case .object(let live) = live else {
            throw PatchError("a strategic merge patch is between objects")
        }
        let three = Three(last: lastApplied.object ?? JSONObject(), modified: modified, live: live)
        return .object(try difference(three, shape, retainKeys: false))
    }

    private struct Three<Value> {
        var last: Value
        var modified: Value
        var live: Value
    }

    private static func difference(
        _ objects: Three<JSONObject>, _ shape: Shape, retainKeys: Bool
    ) throws(PatchError) -> JSONObject {
        let last = MemberTable(objects.last)
        let live = MemberTable(objects.live)
        let modified = MemberTable(objects.modified)
        var patch = MemberTable()
        for member in objects.modified {
            let old = live[member.name]
            if old == member.value || old == nil && member.value.isNull { continue }
            let three = Three(last: last[member.name] ?? .null, modified: member.value, live: old ?? .null)
            try describe(three, member.name, shape.member(member.name), in: &patch)
        }
        for name in objects.last.names where modified[name] == nil && live[name] != nil { patch.set(name, .null) }
        if retainKeys, !patch.object.isEmpty {
            let names = objects.modified.filter { !$0.value.isNull }.map(\.name).sorted()
            patch.set("$retainKeys", .array(names.map { .string($0) }))
        }
        return patch.object
    }

    /// Puts into the patch how a member changes.
    private static func describe(
        _ values: Three<JSON>, _ name: String, _ member: (shape: Shape, merge: MergeStrategy),
        in patch: inout MemberTable
    ) throws(PatchError) {
        switch (values.modified, values.live) {
        case (.object(let modified), .object(let live)):
            let three = Three(last: values.last.object ?? JSONObject(), modified: modified, live: live)
            let inner = try difference(three, member.shape, retainKeys: member.merge == .retainKeys)
            if !inner.isEmpty { patch.set(name, .object(inner)) }
        case (.array(let modified), .array(let live)):
            let three = Three(last: values.last.array ?? [], modified: modified, live: live)
            try describe(three, name, member, in: &patch)
        default: patch.set(name, values.modified)
        }
    }

    private static func describe(
        _ lists: Three<[JSON]>, _ name: String, _ member: (shape: Shape, merge: MergeStrategy),
        in patch: inout MemberTable
    ) throws(PatchError) {
        let list = StrategicList(member)
        if case .whole = list.kind {
            patch.set(name, .array(lists.modified))
            return
        }
        let names = Three(
            last: try lists.last.mapTyped(list.identity), modified: try lists.modified.mapTyped(list.identity),
            live: try lists.live.mapTyped(list.identity))
        let kept = Set(names.modified)
        // The API has lists whose merge key isn't unique: port 53 by UDP and by TCP.
        guard kept.count == names.modified.count, Set(names.live).count == names.live.count else {
            patch.set(name, .array(lists.modified + [["$patch": "replace"]]))
            return
        }
        let gone = Set(names.last).subtracting(kept)
        let removed = names.live.filter { gone.contains($0) }
        var elements: [JSON] = []
        if case .byKey(let key) = list.kind {
            elements = try changes(lists, names, list, key: key, retainKeys: member.merge.retainsKeys)
            elements += removed.map { [key: $0, "$patch": "delete"] }
        } else {
            let standing = Set(names.live)
            elements = names.modified.filter { !standing.contains($0) }
            if !removed.isEmpty { patch.set("$deleteFromPrimitiveList/\(name)", .array(removed)) }
        }
        if !elements.isEmpty { patch.set(name, .array(elements)) }
        if elements.isEmpty && removed.isEmpty && names.live.filter({ kept.contains($0) }) == names.modified { return }
        patch.set("$setElementOrder/\(name)", .array(list.order(of: names.modified)))
    }

    private static func changes(
        _ lists: Three<[JSON]>, _ names: Three<[JSON]>, _ list: StrategicList, key: String, retainKeys: Bool
    ) throws(PatchError) -> [JSON] {
        let last = Dictionary(zip(names.last, lists.last), uniquingKeysWith: { first, _ in first })
        let live = Dictionary(zip(names.live, lists.live), uniquingKeysWith: { first, _ in first })
        var elements: [JSON] = []
        for (name, element) in zip(names.modified, lists.modified) {
            guard case .object(let new) = element, case .object(let old)? = live[name] else {
                elements.append(element)
                continue
            }
            let three = Three(last: last[name]?.object ?? JSONObject(), modified: new, live: old)
            var change = try difference(three, list.element, retainKeys: retainKeys)
            if change.isEmpty { continue }
            change[key] = name
            elements.append(.object(change))
        }
        return elements
    }
}

extension StrategicList {
    fileprivate func order(of names: [JSON]) -> [JSON] {
        if case .byKey(let key) = kind { names.map { [key: $0] } } else { names }
    }
}

extension MergeStrategy {
    fileprivate var retainsKeys: Bool {
        if case .byKey(_, let retainKeys) = self { retainKeys } else { self == .retainKeys }
    }
}
