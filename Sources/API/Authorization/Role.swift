public import Schema

public struct Role: Declared {
    public var metadata = ObjectMeta()
    public var rules: [PolicyRule] = []

    public init() {}

    public static let schema = Schema<Self>("What may be done in a namespace.") {
        Field(1, "metadata", \.metadata, "Standard metadata.")
        Field(2, "rules", \.rules, always: true, "The rules.")
    }
}

extension Role: Resource {
    public static let kind = Kind(group: "rbac.authorization.k8s.io", name: "Role", plural: "roles")
}

public struct ClusterRole: Declared {
    public var metadata = ObjectMeta()
    public var rules: [PolicyRule] = []
    public var aggregationRule: AggregationRule?

    public init() {}

    public static let schema = Schema<Self>("What may be done in the cluster, or in any namespace.") {
        Field(1, "metadata", \.metadata, "Standard metadata.")
        Field(2, "rules", \.rules, always: true, "The rules.")
        Field(3, "aggregationRule", \.aggregationRule, "Other roles whose rules are collected here.")
    }
}

extension ClusterRole: Resource {
    public static let kind = Kind(
        group: "rbac.authorization.k8s.io", name: "ClusterRole", plural: "clusterroles", isNamespaced: false)
}

public struct PolicyRule: Declared {
    public var verbs: [String] = []
    public var apiGroups: [String] = []
    public var resources: [String] = []
    public var resourceNames: [String] = []
    public var nonResourceURLs: [String] = []

    public init() {}

    public static let schema = Schema<Self>("Verbs on resources.") {
        Field(1, "verbs", \.verbs, required: true, always: true, "The verbs; * for all.")
        Field(2, "apiGroups", \.apiGroups, "Groups of the resources.")
        Field(3, "resources", \.resources, "The resources, such as pods or pods/log; * for all.")
        Field(4, "resourceNames", \.resourceNames, "Only objects of these names.")
        Field(5, "nonResourceURLs", \.nonResourceURLs, "Paths that aren't resources, such as /healthz.")
    }
}

public struct AggregationRule: Declared {
    public var clusterRoleSelectors: [LabelSelector] = []

    public init() {}

    public static let schema = Schema<Self>("Other roles whose rules are collected.") {
        Field(1, "clusterRoleSelectors", \.clusterRoleSelectors, "Labels of the roles.")
    }
}
