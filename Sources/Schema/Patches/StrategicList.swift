/// How a strategic merge patch treats one list: as a whole, as a set of single values, or by its elements' key.
struct StrategicList {
    enum Kind {
        case whole, set
        case byKey(String)
    }

    let kind: Kind
    let element: Shape

    init(_ member: (shape: Shape, merge: MergeStrategy)) {
        element = member.shape.element
        switch member.merge {
        case .set: kind = .set
        case .byKey(let keys, _): kind = keys.first.map { .byKey($0) } ?? .whole
        default: kind = .whole
        }
    }

    /// - Parameter order: what `$setElementOrder` says.
    func merge(_ patch: [JSON], into original: [JSON], order: [JSON]?) throws(PatchError) -> [JSON] {
        switch kind {
        case .whole: return try patch.isEmpty && order != nil ? original : patch.mapTyped(clean)
        case .set: return try arrange(unique(original + patch), original: original, patch: patch, order: order)
        case .byKey:
            let directives = try ElementDirectives(patch, self)
            if directives.replaces { return try directives.elements.mapTyped(clean) }
            let kept = try without(directives.deleted, original)
            let merged = try mergeElements(directives.elements, into: kept)
            return try arrange(merged, original: kept, patch: directives.elements, order: order)
        }
    }

    private func clean(_ patch: JSON) throws(PatchError) -> JSON {
        guard case .object(let object) = patch else { return patch }
        return .object(try StrategicMergePatch.merge(object, into: JSONObject(), element))
    }

    private func unique(_ values: [JSON]) -> [JSON] {
        var seen: Set<JSON> = []
        return values.filter { seen.insert($0).inserted }
    }

    private func without(_ deleted: Set<JSON>, _ elements: [JSON]) throws(PatchError) -> [JSON] {
        if deleted.isEmpty { return elements }
        return try elements.filterTyped { element throws(PatchError) in !deleted.contains(try identity(of: element)) }
    }

    private func mergeElements(_ patch: [JSON], into original: [JSON]) throws(PatchError) -> [JSON] {
        var merged = original
        var places: [JSON: Int] = [:]
        for (place, element) in original.enumerated() { places[try identity(of: element)] = place }
        for element in patch {
            let name = try identity(of: element)
            guard let place = places[name], let patch = element.object, let old = merged[place].object else {
                places[name] = merged.count
                merged.append(try clean(element))
                continue
            }
            merged[place] = .object(try StrategicMergePatch.merge(patch, into: old, self.element))
        }
        return merged
    }

    /// What tells an element from the others: itself in a set, else the value of its key.
    func identity(of element: JSON) throws(PatchError) -> JSON {
        guard case .byKey(let key) = kind else { return element }
        guard case .object(let object) = element else {
            throw PatchError("expected a map, but received a \(element.typeName): \(element)")
        }
        guard let identity = object[key] else {
            throw PatchError("map: \(element) does not contain declared merge key: \(key)")
        }
        return identity
    }
}

// MARK: - Order

extension StrategicList {
    private func arrange(
        _ elements: [JSON], original: [JSON], patch: [JSON], order: [JSON]?
    ) throws(PatchError) -> [JSON] {
        let wanted = try places(of: order ?? patch)
        if order != nil { try check(patch, follows: wanted) }
        let standing = try places(of: original)
        return ListOrder.arrange(
            try elements.mapTyped { element throws(PatchError) in (try identity(of: element), element) },
            standing: standing, wanted: wanted)
    }

    private func places(of elements: [JSON]) throws(PatchError) -> [JSON: Int] {
        var places: [JSON: Int] = [:]
        for (place, element) in elements.enumerated() {
            let name = try identity(of: element)
            if places[name] == nil { places[name] = place }
        }
        return places
    }

    private func check(_ patch: [JSON], follows wanted: [JSON: Int]) throws(PatchError) {
        var last = -1
        for element in patch {
            guard let place = wanted[try identity(of: element)], place >= last else {
                throw PatchError("The order in patch list: \(JSON.array(patch)) doesn't match $setElementOrder list")
            }
            last = place
        }
    }
}

/// The elements of a patch's list, their directives sorted out.
private struct ElementDirectives {
    var elements: [JSON] = []
    var deleted: Set<JSON> = []
    var replaces = false

    init(_ patch: [JSON], _ list: StrategicList) throws(PatchError) {
        for element in patch {
            switch element["$patch"] {
            case nil: elements.append(element)
            case "delete": deleted.insert(try list.identity(of: element))
            case "replace": replaces = true
            case "merge": throw PatchError("merging lists cannot yet be specified in the patch")
            case let other?: throw PatchError("unknown patch type found: \(other) in map: \(element)")
            }
        }
    }
}

extension Array {
    /// `map` and `filter` that keep the error's type.
    func mapTyped<Result, Problem: Error>(_ transform: (Element) throws(Problem) -> Result) throws(Problem) -> [Result]
    {
        var results: [Result] = []
        results.reserveCapacity(count)
        for element in self { results.append(try transform(element)) }
        return results
    }

    func filterTyped<Problem: Error>(_ isIncluded: (Element) throws(Problem) -> Bool) throws(Problem) -> [Element] {
        var results: [Element] = []
        for element in self where try isIncluded(element) { results.append(element) }
        return results
    }
}
