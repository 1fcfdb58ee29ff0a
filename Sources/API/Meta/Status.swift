public import Schema

public struct Status: Declared {
    public var metadata = ListMeta()
    public var status = ""
    public var message = ""
    public var reason = StatusReason()
    public var details: StatusDetails?
    public var code = 0

    public init() {}

    public static let schema = Schema<Self>("The outcome of a request that doesn't return an object.") {
        Field(1, "metadata", \.metadata, "Metadata of the list of a failed request.")
        Field(2, "status", \.status, "Success or Failure.")
        Field(3, "message", \.message, "For people.")
        Field(4, "reason", \.reason, "For programs: one word for why it failed.")
        Field(5, "details", \.details, "What the failure is about.")
        Field(6, "code", \.code, "The HTTP status code.")
    }
}

public struct StatusDetails: Declared {
    public var name = ""
    public var group = ""
    public var kind = ""
    public var uid = ""
    public var causes: [StatusCause] = []
    public var retryAfterSeconds = 0

    public init() {}

    public static let schema = Schema<Self>("What a failure is about.") {
        Field(1, "name", \.name, "Name of the resource.")
        Field(2, "group", \.group, "Group of the resource.")
        Field(3, "kind", \.kind, "Kind (or resource) of the object.")
        Field(6, "uid", \.uid, "Uid of the resource.")
        Field(4, "causes", \.causes, "Each single thing that was wrong.")
        Field(5, "retryAfterSeconds", \.retryAfterSeconds, "When to try again.")
    }
}

/// For programs: why a request failed.
public struct StatusReason: OpenEnum {
    public var rawValue = ""
    public init() {}

    public static let unauthorized: StatusReason = "Unauthorized"
    public static let forbidden: StatusReason = "Forbidden"
    public static let notFound: StatusReason = "NotFound"
    public static let alreadyExists: StatusReason = "AlreadyExists"
    public static let conflict: StatusReason = "Conflict"
    public static let gone: StatusReason = "Gone"
    public static let invalid: StatusReason = "Invalid"
    public static let serverTimeout: StatusReason = "ServerTimeout"
    public static let timeout: StatusReason = "Timeout"
    public static let tooManyRequests: StatusReason = "TooManyRequests"
    public static let badRequest: StatusReason = "BadRequest"
    public static let methodNotAllowed: StatusReason = "MethodNotAllowed"
    public static let notAcceptable: StatusReason = "NotAcceptable"
    public static let requestEntityTooLarge: StatusReason = "RequestEntityTooLarge"
    public static let unsupportedMediaType: StatusReason = "UnsupportedMediaType"
    public static let internalError: StatusReason = "InternalError"
    public static let expired: StatusReason = "Expired"
    public static let serviceUnavailable: StatusReason = "ServiceUnavailable"
}

public struct StatusCause: Declared {
    public var reason = ""
    public var message = ""
    public var field = ""

    public init() {}

    public static let schema = Schema<Self>("One thing that was wrong.") {
        Field(1, "reason", \.reason, "For programs.")
        Field(2, "message", \.message, "For people.")
        Field(3, "field", \.field, "The path of the member, such as spec.containers[0].image.")
    }
}
