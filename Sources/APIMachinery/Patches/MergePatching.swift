package import Schema

/// A JSON merge patch is applied: whatever it says is so afterwards, and of the rest nothing is changed.
///
/// ```
///   {"a": 1, "b": {"c": 2, "d": 3}}  +  {"b": {"c": null, "e": 4}}  =  {"a": 1, "b": {"d": 3, "e": 4}}
/// ```
/// An object is gone into, null takes a member away, and everything else, lists too, stands in the place of what was
/// there. So it can't say that a member shall *be* null, and can't touch one element of a list. Source: RFC 7386.
extension MergePatch {
    /// - Parameter document: whatever there is now; null when there is nothing.
    package static func apply(_ patch: JSON, to document: JSON) -> JSON {
        // lab 04.4: begin
        guard case .object(let patch) = patch else { return patch }
        var result = MemberTable(document.object ?? JSONObject())
        for member in patch {
            if member.value.isNull {
                result.remove(member.name)
            } else {
                let old = result.take(member.name) ?? .null
                result.set(member.name, apply(member.value, to: old))
            }
        }
        return .object(result.object)
        // lab 04.4: end
    }
}
