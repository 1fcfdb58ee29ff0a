import LabWorker
import Schema

/// An object of a patch, its directives sorted out.
struct StrategicDirectives {
    var members: [JSONObject.Member] = []
    var retainKeys: Set<String>?
    var orders: [String: [JSON]] = [:]
    var deletions: [(name: String, values: [JSON])] = []
    /// Lists of which the patch says the order and nothing else.
    var orderedOnly: [String] = []

    init(_ patch: JSONObject) throws(PatchError) {
        for member in patch {
            if let name = member.name.directive("$setElementOrder/") {
                orders[name] = try member.list("setElementOrder list")
                if patch[name] == nil { orderedOnly.append(name) }
            } else if let name = member.name.directive("$deleteFromPrimitiveList/") {
                deletions.append((name, try member.list("primitive list")))
            } else if member.name == "$retainKeys" {
                retainKeys = Set(try member.list("retainKeys").compactMap(\.string))
            } else {
                members.append(member)
            }
        }
    }

    /// What is left of an object before it is merged. What the patch sets must be among what it keeps.
    func retain(in original: JSONObject) throws(PatchError) -> JSONObject {
        guard let retainKeys else { return original }
        // Lab 04, step 5: yours to write.
        notWritten()
    }
}

extension JSONObject.Member {
    fileprivate func list(_ what: String) throws(PatchError) -> [JSON] {
        guard let list = value.array else { throw PatchError("invalid patch format of \(what)") }
        return list
    }
}

extension String {
    fileprivate func directive(_ prefix: String) -> String? {
        hasPrefix("$") && hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
    }
}
