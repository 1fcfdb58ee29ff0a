import API
import APIServer
import HTTP
import Schema

/// What the query asks for beside the object. A wrong value there is refused as a wrong object is: 422, with the field.
///
/// Source: k8s.io/apimachinery/pkg/apis/meta/v1/validation.
extension Status {
    /// - Parameter options: `ListOptions`.
    static func invalid(_ options: String, _ cause: StatusCause) -> Status {
        .invalid(Kind(group: "meta.k8s.io", name: options, plural: options.lowercased()), name: "", [cause])
    }

    static func tooLargeResourceVersion(_ wanted: Int, current: Int) -> Status {
        var status = timeout("Too large resource version: \(wanted), current: \(current)")
        status.details?.causes = [
            StatusCause(reason: "ResourceVersionTooLarge", field: "", "Too large resource version")
        ]
        return status
    }
}

extension APIRequest {
    /// `dryRun=All`: everything is done but the write.
    func isDryRun() throws(Status) -> Bool {
        switch query["dryRun"] {
        case nil, "": return false
        case "All": return true
        case let other?:
            let options = [.patch: "PatchOptions", .update: "UpdateOptions", .delete: "DeleteOptions"][info.verb]
            throw .invalid(
                options ?? "CreateOptions", .notSupported("dryRun", value: .string(other), supported: ["All"]))
        }
    }

    /// How the version that a list names is meant: `Exact`, or `NotOlderThan`, or as it has always been (nil).
    /// Source: kubernetes.io/docs/reference/using-api/api-concepts, "Semantics for get and list".
    func resourceVersionMatch() throws(Status) -> String? {
        guard let match = query["resourceVersionMatch"], !match.isEmpty else { return nil }
        if let cause = fault(ofMatch: match) { throw .invalid("ListOptions", cause) }
        return match
    }

    private func fault(ofMatch match: String) -> StatusCause? {
        let field = "resourceVersionMatch"
        if info.verb == .watch, query["sendInitialEvents"] == nil {
            return .forbidden(field, "resourceVersionMatch is forbidden for watch")
        }
        guard ["Exact", "NotOlderThan"].contains(match) else {
            return .notSupported(field, value: .string(match), supported: ["Exact", "NotOlderThan", ""])
        }
        let version = query["resourceVersion"] ?? ""
        if version.isEmpty, info.verb != .watch {
            return .forbidden(field, "resourceVersionMatch is forbidden unless resourceVersion is provided")
        }
        guard match == "Exact", version == "0" else { return nil }
        return .forbidden(field, "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\"")
    }
}
