public import Schema

public struct SelfSubjectReview: Declared {
    public var metadata = ObjectMeta()
    public var status = SelfSubjectReviewStatus()

    public init() {}

    public static let schema = Schema<Self>("Asks who is asking.") {
        Field(1, "metadata", \.metadata, "Standard metadata.")
        Field(2, "status", \.status, "Who it is.")
    }
}

extension SelfSubjectReview: Resource {
    public static let kind = Kind(
        group: "authentication.k8s.io", name: "SelfSubjectReview", plural: "selfsubjectreviews", isNamespaced: false,
        verbs: ["create"])
}

public struct SelfSubjectReviewStatus: Declared {
    public var userInfo = UserInfo()

    public init() {}

    public static let schema = Schema<Self>("Who is asking.") {
        Field(1, "userInfo", \.userInfo, "The user.")
    }
}
