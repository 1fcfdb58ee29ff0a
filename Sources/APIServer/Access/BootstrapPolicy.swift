package import API
import APIMachinery
package import APIServerContract

/// The rules that hold from the first second: what the cluster's own parts may do.
///
/// Each part gets what its work needs and no more. `system:masters` is not in here: members may do everything, so
/// that nobody can lock himself out. Source: kubernetes.io/docs/reference/access-authn-authz/rbac, "Default roles".
///
/// Whatever else somebody may do stands in roles and bindings that are stored.
///
/// Left out compared with Kubernetes: these rules as objects that can be changed, and the node authorizer, which lets a
/// kubelet see only what its own pods refer to.
package enum BootstrapPolicy {
    /// - Returns: the rules that hold for a user, by name or by one of the groups.
    package static func rules(for user: User) -> [PolicyRule] {
        let byName = usersRules[user.name] ?? []
        return byName + user.groups.flatMap { groupsRules[$0] ?? [] }
    }

    package static func permits(_ wanted: AccessAttributes, to user: User) -> Bool {
        user.groups.contains("system:masters") || rules(for: user).contains { $0.permits(wanted) }
    }

    private static let read = ["get", "list", "watch"]
    private static let write = ["create", "update", "patch", "delete"]
    private static let events = PolicyRule(
        verbs: ["create", "patch", "update"], groups: ["", "events.k8s.io"], resources: ["events"])
    private static let leases = PolicyRule(
        verbs: ["get", "create", "update", "patch", "list", "watch"], groups: ["coordination.k8s.io"],
        resources: ["leases"])

    private static let groupsRules: [String: [PolicyRule]] = [
        "system:authenticated": [
            PolicyRule(
                verbs: ["create"], groups: ["authorization.k8s.io"],
                resources: ["selfsubjectaccessreviews", "selfsubjectrulesreviews"]),
            PolicyRule(verbs: ["create"], groups: ["authentication.k8s.io"], resources: ["selfsubjectreviews"]),
            PolicyRule(verbs: ["get"], paths: ["/api", "/api/*", "/apis", "/apis/*", "/openapi/*", "/version"]),
        ] + publicPaths,
        "system:unauthenticated": publicPaths,
        "system:nodes": nodes,
    ]

    private static let publicPaths = [
        PolicyRule(
            verbs: ["get"], paths: ["/healthz", "/livez", "/readyz", "/healthz/*", "/livez/*", "/readyz/*", "/version"])
    ]

    private static let nodes = [
        PolicyRule(
            verbs: read, groups: [""],
            resources: [
                "pods", "nodes", "services", "endpoints", "configmaps", "secrets", "serviceaccounts", "namespaces",
                "persistentvolumes", "persistentvolumeclaims",
            ]),
        PolicyRule(verbs: ["create", "delete"], groups: [""], resources: ["pods"]),
        PolicyRule(verbs: ["create", "update", "patch", "delete"], groups: [""], resources: ["nodes"]),
        PolicyRule(verbs: ["update", "patch"], groups: [""], resources: ["pods/status", "nodes/status"]),
        PolicyRule(verbs: ["create"], groups: [""], resources: ["serviceaccounts/token"]),
        PolicyRule(verbs: ["create"], groups: ["authentication.k8s.io"], resources: ["tokenreviews"]),
        PolicyRule(verbs: ["create"], groups: ["authorization.k8s.io"], resources: ["subjectaccessreviews"]),
        PolicyRule(verbs: read, groups: ["discovery.k8s.io", "networking.k8s.io", "storage.k8s.io"], resources: ["*"]),
        events, leases,
    ]

    private static let usersRules: [String: [PolicyRule]] = [
        "system:kube-scheduler": [
            PolicyRule(verbs: read, groups: ["*"], resources: ["*"]),
            PolicyRule(verbs: ["create"], groups: [""], resources: ["pods/binding", "bindings"]),
            PolicyRule(verbs: ["update", "patch"], groups: [""], resources: ["pods/status"]),
            PolicyRule(verbs: ["delete"], groups: [""], resources: ["pods"]),
            PolicyRule(
                verbs: ["update", "patch"], groups: [""], resources: ["persistentvolumes", "persistentvolumeclaims"]),
            events, leases,
        ],
        "system:kube-controller-manager": [
            // The garbage collector deletes, and takes finalizers off, objects of every kind.
            PolicyRule(verbs: read + write + ["deletecollection"], groups: ["*"], resources: ["*"]),
            PolicyRule(
                verbs: ["update", "patch", "get", "create"], groups: ["*"],
                resources: ["*/status", "*/scale", "*/finalize", "pods/eviction", "serviceaccounts/token"]),
        ],
        "system:kube-proxy": [
            PolicyRule(verbs: read, groups: [""], resources: ["services", "endpoints", "nodes"]),
            PolicyRule(verbs: read, groups: ["discovery.k8s.io"], resources: ["endpointslices"]),
            events, leases,
        ],
        "system:dns": [
            PolicyRule(
                verbs: read, groups: [""], resources: ["services", "endpoints", "pods", "namespaces", "nodes"]),
            PolicyRule(verbs: read, groups: ["discovery.k8s.io"], resources: ["endpointslices"]),
        ],
        // Opens NodePorts on the host.
        "system:dinghy:harbour": [PolicyRule(verbs: read, groups: [""], resources: ["services"])],
        // The API server towards the kubelets, which ask back whether it may.
        "kube-apiserver-kubelet-client": [
            PolicyRule(
                verbs: ["*"], groups: [""],
                resources: ["nodes/proxy", "nodes/log", "nodes/stats", "nodes/metrics", "nodes/spec"])
        ],
    ]
}

extension PolicyRule {
    package static let allResources = PolicyRule(verbs: ["*"], groups: ["*"], resources: ["*"])
    package static let allPaths = PolicyRule(verbs: ["*"], paths: ["*"])

    init(
        verbs: [String], groups: [String] = [], resources: [String] = [], names: [String] = [], paths: [String] = []
    ) {
        self.init()
        self.verbs = verbs
        apiGroups = groups
        self.resources = resources
        resourceNames = names
        nonResourceURLs = paths
    }
}
