/// A JSON merge patch (RFC 7386): a part of the document as it should be; null removes a member, lists are replaced.
///
/// Here it is found, as clients do it; the API server applies it.
public enum MergePatch {
    /// The patch that makes `new` of `old`: `{}` when they are equal.
    public static func difference(from old: JSON, to new: JSON) -> JSON {
        threeWay(lastApplied: old, modified: new, live: old)
    }

    /// What `kubectl apply` sends for a kind without a strategic patch: sets what differs between the manifest and the
    /// live object, and removes what the last manifest had and this one hasn't.
    public static func threeWay(lastApplied: JSON, modified: JSON, live: JSON) -> JSON {
        guard case .object(let modified) = modified, case .object(let live) = live else { return modified }
        let liveMembers = MemberTable(live)
        let lastMembers = MemberTable(lastApplied.object ?? JSONObject())
        let modifiedMembers = MemberTable(modified)
        var patch = MemberTable()
        for member in modified {
            let old = liveMembers[member.name]
            guard old != member.value else { continue }
            if case .object? = old, case .object = member.value, let old {
                let inner = threeWay(lastApplied: lastMembers[member.name] ?? [:], modified: member.value, live: old)
                if inner != [:] { patch.set(member.name, inner) }
            } else if old != nil || !member.value.isNull {
                patch.set(member.name, member.value)
            }
        }
        for name in lastMembers.object.names where modifiedMembers[name] == nil && liveMembers[name] != nil {
            patch.set(name, .null)
        }
        return .object(patch.object)
    }
}
