package import Schema

/// The strategic merge patch that leads from one state of an object to another.
///
/// A component that reads an object into a Swift type, changes it and writes it back would drop every field its type
/// doesn't know. So it compares the two states as its type shows them, and sends only the difference: what it doesn't
/// know is equal on both sides, and stays.
///
/// ```
///   {replicas: 2, template: {containers: [{name: a, image: x}, {name: b}]}}
///   {replicas: 3, template: {containers: [{name: a, image: y}]}}
///   ─▶ {replicas: 3, template: {containers: [{name: a, image: y}, {name: b, $patch: delete}]}}
/// ```
/// Source: kubernetes/community, strategic-merge-patch.md.
package enum StrategicDifference {
    /// Nil when there is none.
    package static func between(_ old: JSON, _ new: JSON, shape: Shape) -> JSON? {
        objects(old, new, shape)
    }

    private static func objects(_ old: JSON, _ new: JSON, _ shape: Shape) -> JSON? {
        guard let before = old.object, let after = new.object else { return old == new ? nil : new }
        var patch = JSONObject()
        for name in before.names + after.names.filter({ before[$0] == nil }) {
            let (shape, merge) = part(of: shape, name)
            if merge == .set {
                sets(before[name]?.array ?? [], after[name]?.array ?? [], name, &patch)
            } else if let value = after[name] {
                if let difference = values(before[name], value, shape, merge) { patch[name] = difference }
            } else {
                patch[name] = .null
            }
        }
        return patch.isEmpty ? nil : .object(patch)
    }

    /// Lists of single values are patched by what is added, and by a directive for what is removed.
    private static func sets(_ old: [JSON], _ new: [JSON], _ name: String, _ patch: inout JSONObject) {
        let added = new.filter { !old.contains($0) }
        let removed = old.filter { !new.contains($0) }
        if !added.isEmpty { patch[name] = .array(added) }
        if !removed.isEmpty { patch["$deleteFromPrimitiveList/\(name)"] = .array(removed) }
    }

    private static func values(_ old: JSON?, _ new: JSON, _ shape: Shape, _ merge: MergeStrategy) -> JSON? {
        guard let old, old != new else { return old == nil ? new : nil }
        switch (old, new, merge) {
        case (.object, .object, .natural), (.object, .object, .retainKeys): return objects(old, new, shape)
        case (.object, .object, _): return replacing(new)
        case (.array(let before), .array(let after), .byKey(let keys, _)):
            return lists(before, after, keyed: keys.first ?? "name", element(of: shape))
        default: return new
        }
    }

    /// An atomic object is replaced as a whole.
    private static func replacing(_ new: JSON) -> JSON {
        var new = new
        new["$patch"] = "replace"
        return new
    }

    private static func lists(_ old: [JSON], _ new: [JSON], keyed key: String, _ shape: Shape) -> JSON? {
        var patch: [JSON] = []
        for element in new {
            guard let name = element[key] else { continue }
            guard let before = old.first(where: { $0[key] == name }) else {
                patch.append(element)
                continue
            }
            if var difference = objects(before, element, shape) {
                difference[key] = name
                patch.append(difference)
            }
        }
        for element in old {
            guard let name = element[key], !new.contains(where: { $0[key] == name }) else { continue }
            patch.append([key: name, "$patch": "delete"])
        }
        return patch.isEmpty ? nil : .array(patch)
    }

    private static func part(of shape: Shape, _ name: String) -> (Shape, MergeStrategy) {
        switch shape {
        case .object(let object): object[name].map { ($0.shape, $0.merge) } ?? (.any, .natural)
        case .map(let value): (value, .natural)
        default: (.any, .natural)
        }
    }

    private static func element(of shape: Shape) -> Shape {
        if case .list(let element) = shape { element } else { .any }
    }
}
