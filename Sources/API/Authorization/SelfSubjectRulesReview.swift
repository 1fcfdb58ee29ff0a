public import Schema

public struct SelfSubjectRulesReview: Declared {
    public var metadata = ObjectMeta()
    public var spec = SelfSubjectRulesReviewSpec()
    public var status = SubjectRulesReviewStatus()

    public init() {}

    public static let schema = Schema<Self>("Asks for all that the one who asks may do in a namespace.") {
        Field(1, "metadata", \.metadata, "Standard metadata.")
        Field(2, "spec", \.spec, required: true, "The question.")
        Field(3, "status", \.status, "The answer.")
    }
}

extension SelfSubjectRulesReview: Resource {
    public static let kind = Kind(
        group: "authorization.k8s.io", name: "SelfSubjectRulesReview", plural: "selfsubjectrulesreviews",
        isNamespaced: false, verbs: ["create"])
}

public struct SelfSubjectRulesReviewSpec: Declared {
    public var namespace = ""

    public init() {}

    public static let schema = Schema<Self>("The namespace in question.") {
        Field(1, "namespace", \.namespace, "The namespace.")
    }
}

public struct SubjectRulesReviewStatus: Declared {
    public var resourceRules: [ResourceRule] = []
    public var nonResourceRules: [NonResourceRule] = []
    public var incomplete = false
    public var evaluationError = ""

    public init() {}

    public static let schema = Schema<Self>("All that is allowed.") {
        Field(1, "resourceRules", \.resourceRules, always: true, "On resources.")
        Field(2, "nonResourceRules", \.nonResourceRules, always: true, "On paths.")
        Field(3, "incomplete", \.incomplete, always: true, "There may be more.")
        Field(4, "evaluationError", \.evaluationError, "What went wrong in finding out.")
    }
}

public struct ResourceRule: Declared {
    public var verbs: [String] = []
    public var apiGroups: [String] = []
    public var resources: [String] = []
    public var resourceNames: [String] = []

    public init() {}

    public static let schema = Schema<Self>("Verbs on resources.") {
        Field(1, "verbs", \.verbs, always: true, "The verbs; * for all.")
        Field(2, "apiGroups", \.apiGroups, "Groups of the resources.")
        Field(3, "resources", \.resources, "The resources; * for all.")
        Field(4, "resourceNames", \.resourceNames, "Only objects of these names.")
    }
}

public struct NonResourceRule: Declared {
    public var verbs: [String] = []
    public var nonResourceURLs: [String] = []

    public init() {}

    public static let schema = Schema<Self>("Verbs on paths.") {
        Field(1, "verbs", \.verbs, always: true, "The verbs; * for all.")
        Field(2, "nonResourceURLs", \.nonResourceURLs, "The paths; * for all.")
    }
}
