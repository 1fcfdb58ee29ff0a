public import Schema

public struct RoleBinding: Declared {
    public var metadata = ObjectMeta()
    public var subjects: [Subject] = []
    public var roleRef = RoleRef()

    public init() {}

    public static let schema = Schema<Self>("Who has a role in a namespace.") {
        Field(1, "metadata", \.metadata, "Standard metadata.")
        Field(2, "subjects", \.subjects, "Who.")
        Field(3, "roleRef", \.roleRef, required: true, merge: .atomic, "Which role.")
    }
}

extension RoleBinding: Resource {
    public static let kind = Kind(group: "rbac.authorization.k8s.io", name: "RoleBinding", plural: "rolebindings")
}

public struct ClusterRoleBinding: Declared {
    public var metadata = ObjectMeta()
    public var subjects: [Subject] = []
    public var roleRef = RoleRef()

    public init() {}

    public static let schema = Schema<Self>("Who has a role in the cluster.") {
        Field(1, "metadata", \.metadata, "Standard metadata.")
        Field(2, "subjects", \.subjects, "Who.")
        Field(3, "roleRef", \.roleRef, required: true, merge: .atomic, "Which role.")
    }
}

extension ClusterRoleBinding: Resource {
    public static let kind = Kind(
        group: "rbac.authorization.k8s.io", name: "ClusterRoleBinding", plural: "clusterrolebindings",
        isNamespaced: false)
}

public struct RoleRef: Declared {
    public var apiGroup = ""
    public var kind = ""
    public var name = ""

    public init() {}

    public static let schema = Schema<Self>("A role.") {
        Field(1, "apiGroup", \.apiGroup, default: "rbac.authorization.k8s.io", "Group of the role.")
        Field(2, "kind", \.kind, required: true, "Role or ClusterRole.")
        Field(3, "name", \.name, required: true, "Name of the role.")
    }
}

public struct Subject: Declared {
    public var kind = ""
    public var apiGroup = ""
    public var name = ""
    public var namespace = ""

    public init() {}

    public static let schema = Schema<Self>("A user, a group or a service account.") {
        Field(1, "kind", \.kind, required: true, "User, Group or ServiceAccount.")
        Field(2, "apiGroup", \.apiGroup, "Group of the kind.")
        Field(3, "name", \.name, required: true, "The name.")
        Field(4, "namespace", \.namespace, "The namespace of a service account.")
    }
}
