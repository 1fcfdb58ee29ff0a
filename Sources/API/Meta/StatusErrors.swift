public import Schema

/// The API's errors are Status objects: what the server answers is what the client throws.
///
/// Messages and reasons are Kubernetes' own, because clients print and compare them.
/// Source: k8s.io/apimachinery/pkg/api/errors.
extension Status: Error, CustomStringConvertible {
    public var description: String { message }

    public init(failure reason: StatusReason, code: Int, _ message: String, details: StatusDetails? = nil) {
        self.init()
        status = "Failure"
        self.message = message
        self.reason = reason
        self.details = details
        self.code = code
    }

    /// The answer to a deletion after which nothing is left.
    public static func success(_ kind: Kind, name: String, uid: String) -> Status {
        var status = Status()
        status.status = "Success"
        status.details = StatusDetails(kind, name: name)
        status.details?.uid = uid
        return status
    }

    public static func notFound(_ kind: Kind, name: String) -> Status {
        Status(
            failure: .notFound, code: 404, "\(kind.qualifiedPlural) \"\(name)\" not found",
            details: StatusDetails(kind, name: name))
    }

    /// No such path.
    public static var noSuchResource: Status {
        Status(
            failure: .notFound, code: 404, "the server could not find the requested resource",
            details: StatusDetails())
    }

    public static func alreadyExists(_ kind: Kind, name: String) -> Status {
        Status(
            failure: .alreadyExists, code: 409, "\(kind.qualifiedPlural) \"\(name)\" already exists",
            details: StatusDetails(kind, name: name))
    }

    /// - Parameter why: by default, that somebody else was faster.
    public static func conflict(_ kind: Kind, name: String, _ why: String = Status.modified) -> Status {
        Status(
            failure: .conflict, code: 409,
            "Operation cannot be fulfilled on \(kind.qualifiedPlural) \"\(name)\": \(why)",
            details: StatusDetails(kind, name: name))
    }

    public static let modified =
        "the object has been modified; please apply your changes to the latest version and try again"

    /// The document has the right form, but its content breaks rules.
    public static func invalid(_ kind: Kind, name: String, _ causes: [StatusCause]) -> Status {
        let lines = causes.map { $0.field.isEmpty ? $0.message : "\($0.field): \($0.message)" }
        let list = lines.count == 1 ? lines[0] : "[\(lines.joined(separator: ", "))]"
        let qualifiedKind = kind.group.isEmpty ? kind.name : "\(kind.name).\(kind.group)"
        var details = StatusDetails(kind, name: name)
        details.kind = kind.name
        details.causes = causes
        return Status(
            failure: .invalid, code: 422,
            "\(qualifiedKind) \"\(name)\" is invalid\(lines.isEmpty ? "" : ": \(list)")", details: details)
    }

    public static func badRequest(_ message: String) -> Status {
        Status(failure: .badRequest, code: 400, message)
    }

    public static func unauthorized() -> Status {
        Status(failure: .unauthorized, code: 401, "Unauthorized")
    }

    public static func forbidden(_ kind: Kind, name: String, _ why: String) -> Status {
        let object = name.isEmpty ? kind.qualifiedPlural : "\(kind.qualifiedPlural) \"\(name)\""
        return Status(
            failure: .forbidden, code: 403, "\(object) is forbidden: \(why)", details: StatusDetails(kind, name: name))
    }
}

extension Status {
    private static let namespaceTerminatingCause = "NamespaceTerminating"

    /// Nothing new may come into a namespace that is being emptied.
    public static func namespaceIsTerminating(_ namespace: String, _ kind: Kind, name: String) -> Status {
        var status = forbidden(
            kind, name: name, "unable to create new content in namespace \(namespace) because it is being terminated")
        status.details?.causes = [
            StatusCause(
                reason: namespaceTerminatingCause, field: "metadata.namespace",
                "namespace \(namespace) is being terminated")
        ]
        return status
    }

    public var saysNamespaceIsTerminating: Bool {
        details?.causes.contains { $0.reason == Self.namespaceTerminatingCause } ?? false
    }

    public static func methodNotSupported(_ kind: Kind, verb: String) -> Status {
        Status(
            failure: .methodNotAllowed, code: 405, "\(verb) is not supported on resources of kind \"\(kind.plural)\"",
            details: StatusDetails(kind, name: ""))
    }

    public static func notAcceptable(_ accepted: [String]) -> Status {
        Status(
            failure: .notAcceptable, code: 406,
            "only the following media types are accepted: \(accepted.joined(separator: ", "))")
    }

    public static func unsupportedMediaType(_ accepted: [String]) -> Status {
        Status(
            failure: .unsupportedMediaType, code: 415,
            "the body of the request was in an unknown format - accepted media types include: "
                + accepted.joined(separator: ", "))
    }

    /// A watch or a list from a version that the store no longer has: list again.
    public static func expired(_ message: String) -> Status {
        Status(failure: .expired, code: 410, message)
    }

    public static func tooLarge(limit: Int) -> Status {
        Status(failure: .requestEntityTooLarge, code: 413, "Request entity too large: limit is \(limit)")
    }

    public static func tooManyRequests(_ message: String, retryAfterSeconds: Int = 1) -> Status {
        var details = StatusDetails()
        details.retryAfterSeconds = retryAfterSeconds
        return Status(failure: .tooManyRequests, code: 429, message, details: details)
    }

    public static func internalError(_ message: String) -> Status {
        Status(failure: .internalError, code: 500, "Internal error occurred: \(message)")
    }

    public static func serviceUnavailable(_ message: String) -> Status {
        Status(failure: .serviceUnavailable, code: 503, message)
    }

    public static func timeout(_ message: String, retryAfterSeconds: Int = 1) -> Status {
        var details = StatusDetails()
        details.retryAfterSeconds = retryAfterSeconds
        return Status(failure: .timeout, code: 504, "Timeout: \(message)", details: details)
    }

    /// With `apiVersion` and `kind`, as it is sent.
    public var document: JSON {
        var document: JSON = ["kind": "Status", "apiVersion": "v1", "metadata": [:]]
        for member in json.object?.members ?? [] { document[member.name] = member.value }
        return document
    }
}

extension StatusDetails {
    init(_ kind: Kind, name: String) {
        self.init()
        self.name = name
        group = kind.group
        self.kind = kind.plural
    }
}
