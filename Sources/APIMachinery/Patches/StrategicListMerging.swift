import Schema

/// One list of a strategic merge patch, merged into the one that stood there.
///
/// ```
///   whole      [80] + [443]                                          [443]
///   set        ["a", "b"] + ["b", "c"]                               ["a", "b", "c"]
///   by name    [{web, image 1}, {log}] + [{web, image 2}]            [{web, image 2}, {log}]
/// ```
extension StrategicList {
    /// - Parameter order: what `$setElementOrder` says.
    func merge(_ patch: [JSON], into original: [JSON], order: [JSON]?) throws(PatchError) -> [JSON] {
        // lab 04.5: begin
        switch kind {
        case .whole: return try patch.isEmpty && order != nil ? original : patch.map(clean)
        case .set: return try arrange(unique(original + patch), original: original, patch: patch, order: order)
        case .byKey:
            let directives = try ElementDirectives(patch, self)
            if directives.replaces { return try directives.elements.map(clean) }
            let kept = try without(directives.deleted, original)
            let merged = try mergeElements(directives.elements, into: kept)
            return try arrange(merged, original: kept, patch: directives.elements, order: order)
        }
        // lab 04.5: end
    }

    /// What is merged into nothing loses its directives, and its nulls.

    private func clean(_ patch: JSON) throws(PatchError) -> JSON {
        guard case .object(let object) = patch else { return patch }
        return .object(try StrategicMergePatch.merge(object, into: JSONObject(), element))
    }

    private func unique(_ values: [JSON]) -> [JSON] {
        var seen: Set<JSON> = []
        return values.filter { seen.insert($0).inserted }
    }

    private func without(_ deleted: Set<JSON>, _ elements: [JSON]) throws(PatchError) -> [JSON] {
        var kept: [JSON] = []
        for element in elements where try !deleted.contains(identity(of: element)) { kept.append(element) }
        return kept
    }

    /// An element of the patch goes into the one of the same name, or, where there is none, to the end.
    private func mergeElements(_ patch: [JSON], into original: [JSON]) throws(PatchError) -> [JSON] {
        // lab 04.5: begin
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
        // lab 04.5: end
    }
}

// MARK: - Order

extension StrategicList {
    /// - Parameter order: wins over the order in which the patch names its elements.
    private func arrange(
        _ elements: [JSON], original: [JSON], patch: [JSON], order: [JSON]?
    ) throws(PatchError) -> [JSON] {
        let wanted = try places(of: order ?? patch)
        if order != nil { try check(patch, follows: wanted) }
        let standing = try places(of: original)
        return ListOrder.arrange(
            try elements.map { element throws(PatchError) in (try identity(of: element), element) },
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
