import API
package import Schema

/// The roles that people bind without having written them.
///
/// ```
///   view ──▶ looks at what is in a namespace, but not at Secrets: whoever reads a token can act as its account
///   edit ──▶ view, and changes it; may also enter pods and read Secrets, so whatever the namespace's accounts may
///   admin ─▶ edit, and gives others roles in the namespace
///   cluster-admin ─▶ everything, everywhere
/// ```
/// They are made when they are missing, and then are objects like all others.
/// Source: kubernetes.io/docs/reference/access-authn-authz/rbac, "User-facing roles".
///
/// Left out compared with Kubernetes: `admin`, `edit` and `view` as collections of other roles (`aggregationRule`), so that
/// custom kinds join them; roles that somebody has changed are not put right again.
package enum DefaultRoles {
    package static let clusterRoles: [JSON] = [
        role("cluster-admin", [.allResources, .allPaths]),
        role("admin", viewing + editing + administering),
        role("edit", viewing + editing),
        role("view", viewing),
    ]

    /// So that it can be seen, too: members of the group may do everything without it.
    package static let clusterRoleBindings: [JSON] = [
        [
            "metadata": metadata("cluster-admin"),
            "roleRef": ["apiGroup": group, "kind": "ClusterRole", "name": "cluster-admin"],
            "subjects": [["kind": "Group", "apiGroup": group, "name": "system:masters"]],
        ]
    ]

    private static let group = JSON.string(ClusterRole.kind.group)
    private static let read = ["get", "list", "watch"]
    private static let write = ["create", "update", "patch", "delete", "deletecollection"]

    /// What people work with in a namespace, by group; without Secrets.
    private static let content: [(group: String, resources: [String])] = [
        (
            "",
            [
                "configmaps", "endpoints", "persistentvolumeclaims", "pods", "replicationcontrollers",
                "replicationcontrollers/scale", "serviceaccounts", "services",
            ]
        ),
        (
            "apps",
            [
                "controllerrevisions", "daemonsets", "deployments", "deployments/scale", "replicasets",
                "replicasets/scale", "statefulsets", "statefulsets/scale",
            ]
        ),
        ("autoscaling", ["horizontalpodautoscalers"]),
        ("batch", ["cronjobs", "jobs"]),
        ("discovery.k8s.io", ["endpointslices"]),
        ("networking.k8s.io", ["ingresses", "networkpolicies"]),
        ("policy", ["poddisruptionbudgets"]),
    ]

    private static let viewing =
        content.map { PolicyRule(verbs: read, groups: [$0.group], resources: $0.resources) } + [
            PolicyRule(
                verbs: read, groups: [""],
                resources: [
                    "bindings", "events", "limitranges", "namespaces", "namespaces/status", "pods/log", "pods/status",
                    "resourcequotas", "services/status",
                ]),
            PolicyRule(verbs: read, groups: ["apps"], resources: ["*/status"]),
        ]

    private static let editing =
        content.map { PolicyRule(verbs: write, groups: [$0.group], resources: $0.resources) } + [
            PolicyRule(verbs: read + write, groups: [""], resources: ["secrets"]),
            PolicyRule(
                verbs: ["get", "create"], groups: [""],
                resources: ["pods/attach", "pods/exec", "pods/portforward", "pods/proxy", "services/proxy"]),
            PolicyRule(verbs: ["create"], groups: [""], resources: ["pods/eviction", "serviceaccounts/token"]),
            PolicyRule(verbs: ["impersonate"], groups: [""], resources: ["serviceaccounts"]),
        ]

    private static let administering = [
        PolicyRule(verbs: read + write, groups: [ClusterRole.kind.group], resources: ["roles", "rolebindings"]),
        PolicyRule(verbs: ["create"], groups: ["authorization.k8s.io"], resources: ["localsubjectaccessreviews"]),
    ]

    private static func role(_ name: String, _ rules: [PolicyRule]) -> JSON {
        ["metadata": metadata(name), "rules": .array(rules.map(\.json))]
    }

    private static func metadata(_ name: String) -> JSON {
        ["name": .string(name), "labels": ["kubernetes.io/bootstrapping": "rbac-defaults"]]
    }
}
