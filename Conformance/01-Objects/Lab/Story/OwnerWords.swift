internal import Conformance
internal import ObjectsContract

/// How stories tell of owners: `there pod owners=set,job blocking finalizers=a,b going foreground`.
///
/// Objects are named by their uids. `blocking`: all its owners must stay until it is gone. `going`: it is being deleted;
/// `foreground` and `orphan` are that, too, with the finalizer that says so.
enum OwnerWords {
    static func object(_ text: String, _ line: String) throws -> OwnedObject {
        let words = text.split(separator: " ").map { Attribute($0) }
        guard let uid = words.first?.key else { throw StoryError(line, "an object has a name") }
        var object = OwnedObject(uid)
        for word in words.dropFirst() {
            switch word.key {
            case "owners": object.owners = names(word.value).map { OwnedObject.Owner($0) }
            case "blocking": object.owners = object.owners.map { OwnedObject.Owner($0.uid, isBlocked: true) }
            case "finalizers": object.finalizers += names(word.value)
            case "going": object.isGoing = true
            case "foreground":
                object.isGoing = true
                object.finalizers.append("foregroundDeletion")
            case "orphan":
                object.isGoing = true
                object.finalizers.append("orphan")
            default: throw StoryError(line, "nobody knows \(word.key)")
            }
        }
        return object
    }

    static func names(_ text: some StringProtocol) -> [String] {
        text.split(separator: "," as Character).map { String($0) }
    }

    static func text(_ decision: GarbageDecision) -> String {
        switch decision {
        case .nothing: "nothing"
        case .lookUp(let uids): "look up \(list(uids))"
        case .removeReferences(let uids): "remove the references to \(list(uids))"
        case .delete(let policy): "delete, \(policy.rawValue)"
        case .setFree(let uids): "set free \(list(uids))"
        case .removeFinalizer(let finalizer): "remove the finalizer \(finalizer)"
        case .lookAt(let uids): "look at \(list(uids))"
        }
    }

    /// Sorted: nobody says in which order.
    private static func list(_ uids: [String]) -> String {
        uids.isEmpty ? "nobody" : uids.sorted().joined(separator: " ")
    }
}

extension Story {
    /// `a,b Orphan`, `none Background`; without a policy, what a request without one does.
    func finalizers(_ text: String) async throws -> String {
        let words = text.split(separator: " ")
        let present = words.first.map { $0 == "none" ? [] : OwnerWords.names($0) } ?? []
        let policy = words.dropFirst().first.flatMap { Propagation(rawValue: String($0)) }
        let after = try await core.finalizers(present, deletedBy: policy)
        return after.isEmpty ? "none" : after.joined(separator: ",")
    }
}
