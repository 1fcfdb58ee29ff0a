public import Schema

public struct TokenReview: Declared {
    public var metadata = ObjectMeta()
    public var spec = TokenReviewSpec()
    public var status = TokenReviewStatus()

    public init() {}

    public static let schema = Schema<Self>("Asks whose token it is.") {
        Field(1, "metadata", \.metadata, "Standard metadata.")
        Field(2, "spec", \.spec, required: true, "The token.")
        Field(3, "status", \.status, "Whose it is.")
    }
}

extension TokenReview: Resource {
    public static let kind = Kind(
        group: "authentication.k8s.io", name: "TokenReview", plural: "tokenreviews", isNamespaced: false,
        verbs: ["create"])
}

public struct TokenReviewSpec: Declared {
    public var token = ""
    public var audiences: [String] = []

    public init() {}

    public static let schema = Schema<Self>("A token.") {
        Field(1, "token", \.token, "The token.")
        Field(2, "audiences", \.audiences, "For whom it should be valid.")
    }
}

public struct TokenReviewStatus: Declared {
    public var authenticated = false
    public var user = UserInfo()
    public var audiences: [String] = []
    public var error = ""

    public init() {}

    public static let schema = Schema<Self>("Whose token it is.") {
        Field(1, "authenticated", \.authenticated, "The token is valid.")
        Field(2, "user", \.user, "Whose it is.")
        Field(4, "audiences", \.audiences, "For whom it is valid.")
        Field(3, "error", \.error, "Why it couldn't be checked.")
    }
}

public struct UserInfo: Declared {
    public var username = ""
    public var uid = ""
    public var groups: [String] = []
    public var extra: [String: [String]] = [:]

    public init() {}

    public static let schema = Schema<Self>("A user.") {
        Field(1, "username", \.username, "The name.")
        Field(2, "uid", \.uid, "The uid.")
        Field(3, "groups", \.groups, "The groups.")
        Field(4, "extra", \.extra, "More about the user.")
    }
}
