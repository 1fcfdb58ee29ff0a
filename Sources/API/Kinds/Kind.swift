/// What the API calls a kind of object, and under which path its objects are found.
///
/// A *kind* (`Pod`) is the word in a document; the *plural* (`pods`) is the word in a path:
/// `/api/v1/namespaces/default/pods/web`, `/apis/apps/v1/namespaces/default/deployments/web/scale`.
public struct Kind: Sendable {
    /// Empty for the core group, whose paths begin with `/api` instead of `/apis`.
    public let group: String
    public let version: String
    /// The word in documents: "Pod".
    public let name: String
    /// The word in paths: "pods".
    public let plural: String
    public let singular: String
    /// What a person may type instead: "po".
    public let shortNames: [String]
    /// Sets of kinds that can be named together: `kubectl get all`.
    public let categories: [String]
    /// False for what belongs to the whole cluster: nodes, namespaces.
    public let isNamespaced: Bool
    /// What can be done with the resource itself. Kinds that are never stored have `create` only, or nothing: they
    /// stand in subresources.
    public let verbs: [String]
    public let subresources: [Subresource]

    public static let allVerbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"]

    public init(
        group: String = "", version: String = "v1", name: String, plural: String, shortNames: [String] = [],
        categories: [String] = [], isNamespaced: Bool = true, verbs: [String] = Kind.allVerbs,
        subresources: [Subresource] = []
    ) {
        self.group = group
        self.version = version
        self.name = name
        self.plural = plural
        singular = name.lowercased()
        self.shortNames = shortNames
        self.categories = categories
        self.isNamespaced = isNamespaced
        self.verbs = verbs
        self.subresources = subresources
    }

    /// "v1", "apps/v1".
    public var apiVersion: String { group.isEmpty ? version : "\(group)/\(version)" }
    /// "PodList".
    public var listName: String { name + "List" }
    /// "pods", "deployments.apps": how messages name the resource.
    public var qualifiedPlural: String { group.isEmpty ? plural : "\(plural).\(group)" }
    /// Objects of it live in the store.
    public var isStored: Bool { verbs.contains("get") }

    /// The path of one object, or of all when there is no name. Without a namespace: of all namespaces.
    public func path(namespace: String = "", name: String = "", subresource: String = "") -> String {
        var path = group.isEmpty ? "/api/\(version)" : "/apis/\(group)/\(version)"
        if isNamespaced, !namespace.isEmpty { path += "/namespaces/\(namespace)" }
        path += "/\(plural)"
        if !name.isEmpty { path += "/\(name)" }
        if !subresource.isEmpty { path += "/\(subresource)" }
        return path
    }
}

extension Kind: Hashable, CustomStringConvertible {
    public static func == (left: Kind, right: Kind) -> Bool {
        left.name == right.name && left.group == right.group && left.version == right.version
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(group)
        hasher.combine(version)
        hasher.combine(name)
    }

    public var description: String { "\(apiVersion) \(name)" }
}

/// A part of an object, or something that can be done with it, with a path below the object's.
public struct Subresource: Sendable, Hashable {
    public let name: String
    /// What is read and written there; nil: the object's own kind.
    public let group: String?
    public let version: String?
    public let kind: String?
    public let verbs: [String]

    public init(
        _ name: String, group: String? = nil, version: String? = nil, kind: String? = nil, verbs: [String]
    ) {
        self.name = name
        self.group = group
        self.version = version
        self.kind = kind
        self.verbs = verbs
    }

    public static let status = Subresource("status", verbs: ["get", "patch", "update"])
    public static let scale = Subresource(
        "scale", group: "autoscaling", version: "v1", kind: "Scale", verbs: ["get", "patch", "update"])
    public static let finalize = Subresource("finalize", verbs: ["update"])
    public static let ephemeralContainers = Subresource("ephemeralcontainers", verbs: ["get", "patch", "update"])
    public static let binding = Subresource("binding", group: "", version: "v1", kind: "Binding", verbs: ["create"])
    public static let eviction = Subresource(
        "eviction", group: "policy", version: "v1", kind: "Eviction", verbs: ["create"])
    public static let token = Subresource(
        "token", group: "authentication.k8s.io", version: "v1", kind: "TokenRequest", verbs: ["create"])
    public static let log = Subresource("log", verbs: ["get"])
    /// How the scheduler's last attempt to place the pod went. Not a part of Kubernetes.
    public static let schedulingRecord = Subresource("schedulingrecord", kind: "SchedulingRecord", verbs: ["get"])
    public static let exec = connect("exec", kind: "PodExecOptions")
    public static let attach = connect("attach", kind: "PodAttachOptions")
    public static let portForward = connect("portforward", kind: "PodPortForwardOptions")
    public static let proxy = connect("proxy", kind: nil)

    private static func connect(_ name: String, kind: String?) -> Subresource {
        Subresource(name, kind: kind, verbs: ["create", "get"])
    }
}
