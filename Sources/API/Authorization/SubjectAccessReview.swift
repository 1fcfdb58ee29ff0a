public import Schema

public struct SubjectAccessReview: Declared {
    public var metadata = ObjectMeta()
    public var spec = SubjectAccessReviewSpec()
    public var status = SubjectAccessReviewStatus()

    public init() {}

    public static let schema = Schema<Self>("Asks whether somebody may do something.") {
        Field(1, "metadata", \.metadata, "Standard metadata.")
        Field(2, "spec", \.spec, required: true, "The question.")
        Field(3, "status", \.status, "The answer.")
    }
}

extension SubjectAccessReview: Resource {
    public static let kind = Kind(
        group: "authorization.k8s.io", name: "SubjectAccessReview", plural: "subjectaccessreviews", isNamespaced: false,
        verbs: ["create"])
}

public struct LocalSubjectAccessReview: Declared {
    public var metadata = ObjectMeta()
    public var spec = SubjectAccessReviewSpec()
    public var status = SubjectAccessReviewStatus()

    public init() {}

    public static let schema = Schema<Self>("Asks whether somebody may do something in a namespace.") {
        Field(1, "metadata", \.metadata, "Standard metadata.")
        Field(2, "spec", \.spec, required: true, "The question.")
        Field(3, "status", \.status, "The answer.")
    }
}

extension LocalSubjectAccessReview: Resource {
    public static let kind = Kind(
        group: "authorization.k8s.io", name: "LocalSubjectAccessReview", plural: "localsubjectaccessreviews",
        verbs: ["create"])
}

public struct SelfSubjectAccessReview: Declared {
    public var metadata = ObjectMeta()
    public var spec = SelfSubjectAccessReviewSpec()
    public var status = SubjectAccessReviewStatus()

    public init() {}

    public static let schema = Schema<Self>("Asks whether the one who asks may do something.") {
        Field(1, "metadata", \.metadata, "Standard metadata.")
        Field(2, "spec", \.spec, required: true, "The question.")
        Field(3, "status", \.status, "The answer.")
    }
}

extension SelfSubjectAccessReview: Resource {
    public static let kind = Kind(
        group: "authorization.k8s.io", name: "SelfSubjectAccessReview", plural: "selfsubjectaccessreviews",
        isNamespaced: false, verbs: ["create"])
}

public struct SubjectAccessReviewSpec: Declared {
    public var resourceAttributes: ResourceAttributes?
    public var nonResourceAttributes: NonResourceAttributes?
    public var user = ""
    public var groups: [String] = []
    public var extra: [String: [String]] = [:]
    public var uid = ""

    public init() {}

    public static let schema = Schema<Self>("Who wants to do what.") {
        Field(1, "resourceAttributes", \.resourceAttributes, "What, to a resource.")
        Field(2, "nonResourceAttributes", \.nonResourceAttributes, "What, to a path.")
        Field(3, "user", \.user, "Who.")
        Field(4, "groups", \.groups, "The groups of the user.")
        Field(5, "extra", \.extra, "More about the user.")
        Field(6, "uid", \.uid, "Uid of the user.")
    }
}

public struct SelfSubjectAccessReviewSpec: Declared {
    public var resourceAttributes: ResourceAttributes?
    public var nonResourceAttributes: NonResourceAttributes?

    public init() {}

    public static let schema = Schema<Self>("What the one who asks wants to do.") {
        Field(1, "resourceAttributes", \.resourceAttributes, "What, to a resource.")
        Field(2, "nonResourceAttributes", \.nonResourceAttributes, "What, to a path.")
    }
}

public struct SubjectAccessReviewStatus: Declared {
    public var allowed = false
    public var denied = false
    public var reason = ""
    public var evaluationError = ""

    public init() {}

    public static let schema = Schema<Self>("Whether it is allowed.") {
        Field(1, "allowed", \.allowed, always: true, "It is.")
        Field(4, "denied", \.denied, "It is not, whatever others say.")
        Field(2, "reason", \.reason, "Why.")
        Field(3, "evaluationError", \.evaluationError, "What went wrong in finding out.")
    }
}

public struct ResourceAttributes: Declared {
    public var namespace = ""
    public var verb = ""
    public var group = ""
    public var version = ""
    public var resource = ""
    public var subresource = ""
    public var name = ""

    public init() {}

    public static let schema = Schema<Self>("A verb and a resource.") {
        Field(1, "namespace", \.namespace, "The namespace; empty for all.")
        Field(2, "verb", \.verb, "Such as get or create; * for all.")
        Field(3, "group", \.group, "Group of the resource.")
        Field(4, "version", \.version, "Version of the resource.")
        Field(5, "resource", \.resource, "The resource, such as pods.")
        Field(6, "subresource", \.subresource, "The subresource, such as log.")
        Field(7, "name", \.name, "Name of the object; empty for all.")
    }
}

public struct NonResourceAttributes: Declared {
    public var path = ""
    public var verb = ""

    public init() {}

    public static let schema = Schema<Self>("A verb and a path.") {
        Field(1, "path", \.path, "The path.")
        Field(2, "verb", \.verb, "Such as get.")
    }
}
