public import Schema

public struct Status: Declared {
    public var metadata = ListMeta()
    public var status = ""
    public var message = ""
    public var reason = ""
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
