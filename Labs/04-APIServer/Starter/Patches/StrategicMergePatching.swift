import LabWorker
package import Schema

/// A strategic merge patch is applied: a merge patch that also knows which elements of a list belong together.
///
/// A list that is merged by a key (containers by name) gets the patch's elements one by one; a set of single values
/// (finalizers) grows. What such a patch cannot say by example, it says by directives:
/// ```
/// {"$patch": "replace", …}                  take this object as it stands; with "delete", empty it
/// [{"$patch": "delete", "name": "web"}]     take the element out; {"$patch": "replace"} replaces the whole list
/// {"$setElementOrder/env": [{"name": …}]}   how the list is ordered afterwards
/// {"$deleteFromPrimitiveList/finalizers": ["a"]}
/// {"$retainKeys": ["type"]}                 drop every other member first
/// ```
/// Source: kubernetes.io/docs/tasks/manage-kubernetes-objects/update-api-object-kubectl-patch and the design proposal
/// `preserve-order-in-strategic-merge-patch`. Objects marked atomic are merged: that mark speaks to server-side apply.
extension StrategicMergePatch {
    package static func apply(_ patch: JSON, to document: JSON, shape: Shape) throws(PatchError) -> JSON {
        guard case .object(let patch) = patch else { throw PatchError("a strategic merge patch is an object") }
        return .object(try merge(patch, into: document.object ?? JSONObject(), shape))
    }

    static func merge(_ patch: JSONObject, into original: JSONObject, _ shape: Shape) throws(PatchError) -> JSONObject {
        if let directive = patch["$patch"] { return try follow(directive, in: patch, shape) }
        let directives = try StrategicDirectives(patch)
        var result = MemberTable(try directives.retain(in: original))
        for (name, values) in directives.deletions { take(values, outOf: name, in: &result) }
        for member in directives.members {
            try merge(member, order: directives.orders[member.name], into: &result, shape)
        }
        for name in directives.orderedOnly {
            guard case .array(let elements)? = result[name] else { continue }
            let list = StrategicList(shape.member(name))
            result.set(name, .array(try list.merge([], into: elements, order: directives.orders[name])))
        }
        return result.object
    }

    private static func take(_ values: [JSON], outOf name: String, in result: inout MemberTable) {
        // Lab 04, step 5: yours to write.
        notWritten()
    }

    /// What `$patch` says of the object in which it stands.
    private static func follow(
        _ directive: JSON, in patch: JSONObject, _ shape: Shape
    ) throws(PatchError) -> JSONObject {
        // Lab 04, step 5: yours to write.
        notWritten()
    }

    private static func merge(
        _ member: JSONObject.Member, order: [JSON]?, into result: inout MemberTable, _ shape: Shape
    ) throws(PatchError) {
        if member.value.isNull { return result.remove(member.name) }
        let old = result.take(member.name) ?? .null
        result.set(member.name, try merge(member.value, order: order, into: old, shape.member(member.name)))
    }

    /// - Parameter old: null for what isn't there: merged into nothing, a patch loses its nulls and directives.
    private static func merge(
        _ patch: JSON, order: [JSON]?, into old: JSON, _ member: (shape: Shape, merge: MergeStrategy)
    ) throws(PatchError) -> JSON {
        // Lab 04, step 5: yours to write.
        notWritten()
    }
}
