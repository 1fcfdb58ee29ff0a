public import Schema

public struct TokenRequest: Declared {
    public var metadata = ObjectMeta()
    public var spec = TokenRequestSpec()
    public var status = TokenRequestStatus()

    public init() {}

    public static let schema = Schema<Self>("Asks for a token of a service account.") {
        Field(1, "metadata", \.metadata, "Standard metadata.")
        Field(2, "spec", \.spec, required: true, "What kind of token.")
        Field(3, "status", \.status, "The token.")
    }
}

extension TokenRequest: Resource {
    public static let kind = Kind(
        group: "authentication.k8s.io", name: "TokenRequest", plural: "tokenrequests", verbs: [])
}

public struct TokenRequestSpec: Declared {
    public var audiences: [String] = []
    public var expirationSeconds: Int?
    public var boundObjectRef: BoundObjectReference?

    public init() {}

    public static let schema = Schema<Self>("What kind of token.") {
        Field(1, "audiences", \.audiences, always: true, "For whom it is valid; the API server by default.")
        Field(4, "expirationSeconds", \.expirationSeconds, default: 3600, "How long it is valid.")
        Field(3, "boundObjectRef", \.boundObjectRef, "The object with which it becomes invalid.")
    }
}

public struct TokenRequestStatus: Declared {
    public var token = ""
    public var expirationTimestamp = Time()

    public init() {}

    public static let schema = Schema<Self>("A token.") {
        Field(1, "token", \.token, required: true, "The token.")
        Field(2, "expirationTimestamp", \.expirationTimestamp, "When it becomes invalid.")
    }
}

public struct BoundObjectReference: Declared {
    public var kind = ""
    public var apiVersion = ""
    public var name = ""
    public var uid = ""

    public init() {}

    public static let schema = Schema<Self>("The object with which a token becomes invalid.") {
        Field(1, "kind", \.kind, "Pod, Secret or Node.")
        Field(2, "apiVersion", \.apiVersion, "API version of the object.")
        Field(3, "name", \.name, "Its name.")
        Field(4, "uid", \.uid, "Its uid.")
    }
}
