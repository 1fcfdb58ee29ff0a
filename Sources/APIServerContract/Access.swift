public import API
public import Schema

/// Who somebody is, once the API server has made sure of it.
public struct User: Sendable, Hashable {
    public var name: String
    public var uid = ""
    public var groups: [String]
    public var extra: [String: [String]] = [:]

    public init(name: String, groups: [String]) {
        self.name = name
        self.groups = groups
    }

    public static let anonymous = User(name: "system:anonymous", groups: ["system:unauthenticated"])
}

/// One thing that somebody wants to do.
public struct AccessAttributes: Sendable, Hashable, Declared {
    public var verb = ""
    /// For a path that names no resource; else empty.
    public var path = ""
    /// Empty for the core group.
    public var group = ""
    public var resource = ""
    public var subresource = ""
    /// Empty for what belongs to the whole cluster, and for a look into all namespaces at once.
    public var namespace = ""
    /// Empty where the request names no object: list, watch, create.
    public var name = ""

    public init() {}

    public init(verb: String) { self.verb = verb }

    public static let schema = Schema<Self>("One thing that somebody wants to do.") {
        Field(nil, "verb", \.verb)
        Field(nil, "path", \.path)
        Field(nil, "group", \.group)
        Field(nil, "resource", \.resource)
        Field(nil, "subresource", \.subresource)
        Field(nil, "namespace", \.namespace)
        Field(nil, "name", \.name)
    }
}

/// All roles that there are, and who has which.
public struct AccessPolicy: Sendable, Hashable, Declared {
    public var roles: [Role] = []
    public var roleBindings: [RoleBinding] = []
    public var clusterRoles: [ClusterRole] = []
    public var clusterRoleBindings: [ClusterRoleBinding] = []

    public init() {}

    public static let schema = Schema<Self>("All roles that there are, and who has which.") {
        Field(nil, "roles", \.roles)
        Field(nil, "roleBindings", \.roleBindings)
        Field(nil, "clusterRoles", \.clusterRoles)
        Field(nil, "clusterRoleBindings", \.clusterRoleBindings)
    }
}
