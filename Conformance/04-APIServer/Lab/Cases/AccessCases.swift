internal import Conformance

/// Step 6: role-based access control.
enum AccessCases {
    static let topic = Topic(
        step: 6, name: "access", source: Page.access,
        invariant: "Whatever no rule of a role that somebody is bound to permits is forbidden.",
        look: "RuleMatching.swift: what a rule permits. PolicyEvaluation.swift: which rules somebody has.")

    static let all =
        rules + names + subresources + paths + bindings + subjects + [
            topic.random(
                "random-policies",
                must: "Whatever the roles and bindings, the answer MUST be what the documentation's rules say.",
                RandomPolicies.tell)
        ]

    private static let rules = [
        topic.story(
            "nothing", must: "Without any role, everything MUST be forbidden.",
            """
            may jane get pods in=default → no
            may jane get path=/healthz → no
            """),
        topic.story(
            "verb", must: "A rule MUST permit its verbs, and no others.",
            says:
                "An RBAC Role or ClusterRole contains rules that represent a set of permissions. Permissions are purely "
                + "additive (there are no \"deny\" rules)",
            """
            role reader verbs=get,list resources=pods
            bind reader to user:jane
            may jane get pods/web in=default → yes
            may jane list pods in=default → yes
            may jane watch pods in=default → no
            may jane delete pods/web in=default → no
            """),
        topic.story(
            "api-group", must: "A rule MUST permit resources of its groups only; the core group is the empty one.",
            weight: 2,
            says: "\"\" indicates the core API group",
            """
            role reader verbs=get groups=apps resources=deployments,pods
            bind reader to user:jane
            may jane get deployments/web group=apps in=default → yes
            may jane get deployments/web group=extensions in=default → no
            may jane get pods/web in=default → no
            """),
        topic.story(
            "all", must: "`*` MUST stand for all verbs, all groups, all resources.",
            """
            clusterrole admin verbs=* groups=* resources=*
            clusterbind admin to user:jane
            may jane escalate pods/web in=default → yes
            may jane get pods/web/log in=default → yes
            may jane delete nodes/n1 group=metrics.k8s.io → yes
            may jane get path=/healthz → no
            """),
        topic.story(
            "each-rule-alone", must: "One rule MUST permit all of a request; two halves don't make one.", weight: 2,
            """
            role reader verbs=get resources=pods
            role reader verbs=delete resources=configmaps
            bind reader to user:jane
            may jane get pods/web in=default → yes
            may jane delete configmaps/web in=default → yes
            may jane delete pods/web in=default → no
            """),
    ]

    private static let names = [
        topic.story(
            "resource-names", must: "A rule with names MUST permit these objects only.",
            says: "You can also refer to resources by name for certain requests through the resourceNames list",
            """
            role editor verbs=get,update resources=configmaps names=web
            bind editor to user:jane
            may jane update configmaps/web in=default → yes
            may jane update configmaps/db in=default → no
            """),
        topic.story(
            "no-name", must: "A rule with names MUST NOT permit a request that names no object.", weight: 2,
            says: "You cannot restrict create or deletecollection requests by their resource name",
            look: "RuleMatching.swift: an empty name isn't in the list.",
            """
            role editor verbs=* resources=configmaps names=web
            bind editor to user:jane
            may jane create configmaps in=default → no
            may jane list configmaps in=default → no
            may jane deletecollection configmaps in=default → no
            """),
    ]

    private static let subresources = [
        topic.story(
            "subresource", must: "A rule for a resource MUST NOT permit its subresources.", weight: 2,
            says:
                "In this case, pods is the namespaced resource for Pod resources, and log is a subresource of pods. To "
                + "represent this in an RBAC role, use a slash (/) to delimit the resource and subresource",
            """
            role reader verbs=get resources=pods
            bind reader to user:jane
            may jane get pods/web in=default → yes
            may jane get pods/web/log in=default → no
            """),
        topic.story(
            "only-subresource", must: "A rule for a subresource MUST permit that alone.",
            """
            role reader verbs=get resources=pods/log
            bind reader to user:jane
            may jane get pods/web/log in=default → yes
            may jane get pods/web in=default → no
            may jane get pods/web/status in=default → no
            """),
        topic.story(
            "any-subresource", must: "`*/scale` MUST permit that subresource of all resources.",
            source: "https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/role-v1/",
            says: "'*/foo' represents the subresource 'foo' for all resources in the specified apiGroups",
            """
            role scaler verbs=update groups=apps resources=*/scale
            bind scaler to user:jane
            may jane update deployments/web/scale group=apps in=default → yes
            may jane update deployments/web group=apps in=default → no
            may jane update deployments/web/status group=apps in=default → no
            """),
    ]

    private static let paths = [
        topic.story(
            "paths", must: "A path MUST be permitted exactly, or below a `*` at the end.", weight: 2,
            says: "'*' in a nonResourceURL is a suffix glob match",
            """
            clusterrole prober verbs=get urls=/healthz,/livez/*
            clusterbind prober to user:jane
            may jane get path=/healthz → yes
            may jane get path=/healthz/etcd → no
            may jane get path=/livez/etcd → yes
            may jane get path=/livez → no
            may jane post path=/healthz → no
            """),
        topic.story(
            "paths-and-resources", must: "A rule for paths MUST NOT permit resources, nor the other way round.",
            """
            clusterrole prober verbs=* urls=*
            clusterbind prober to user:jane
            may jane get path=/metrics → yes
            may jane get pods/web in=default → no
            """),
    ]

    private static let bindings = [
        topic.story(
            "namespace", must: "A RoleBinding MUST give its role in its own namespace only.", weight: 2,
            says: "A RoleBinding grants permissions within a specific namespace",
            """
            role reader verbs=get resources=pods
            bind reader to user:jane
            may jane get pods/web in=default → yes
            may jane get pods/web in=other → no
            may jane list pods → no
            """),
        topic.story(
            "cluster", must: "A ClusterRoleBinding MUST give its role in every namespace, and outside of them.",
            says: "a ClusterRoleBinding grants that access cluster-wide",
            """
            clusterrole reader verbs=get,list resources=pods,nodes
            clusterbind reader to user:jane
            may jane get pods/web in=default → yes
            may jane list pods → yes
            may jane get nodes/n1 → yes
            """),
        topic.story(
            "cluster-role-in-namespace",
            must: "A RoleBinding to a ClusterRole MUST give it in the binding's namespace only.",
            weight: 2,
            says:
                "a RoleBinding can reference a ClusterRole and bind that ClusterRole to the namespace of the RoleBinding",
            """
            clusterrole reader verbs=get,list resources=pods,nodes
            bind cluster:reader to user:jane in=other
            may jane get pods/web in=other → yes
            may jane get pods/web in=default → no
            may jane list pods → no
            may jane get nodes/n1 → no
            """),
        topic.story(
            "role-of-namespace",
            must: "A RoleBinding MUST take the Role of its own namespace, not one of the same name elsewhere.",
            weight: 2,
            """
            role reader verbs=get resources=secrets in=other
            role reader verbs=get resources=pods
            bind reader to user:jane
            may jane get pods/web in=default → yes
            may jane get secrets/key in=default → no
            may jane get secrets/key in=other → no
            """),
        topic.story(
            "missing-role", must: "A binding to a role that isn't there MUST give nothing, and disturb nobody.",
            """
            clusterrole reader verbs=get resources=pods
            clusterbind gone to user:jane
            bind reader to user:jane
            may jane get pods/web in=default → no
            clusterbind reader to user:jane
            may jane get pods/web in=default → yes
            """),
        topic.story(
            "added-up", must: "What several bindings give MUST add up.",
            """
            role reader verbs=get resources=pods
            role writer verbs=create resources=pods
            bind reader to user:jane
            bind writer to group:dev
            may jane groups=dev get pods/web in=default → yes
            may jane groups=dev create pods in=default → yes
            may joe groups=dev get pods/web in=default → no
            """),
    ]

    private static let subjects = [
        topic.story(
            "users-and-groups", must: "A user and a group of the same name MUST be told apart.",
            """
            clusterrole reader verbs=get resources=pods
            clusterbind reader to group:jane
            may jane get pods/web in=default → no
            may joe groups=jane get pods/web in=default → yes
            """),
        topic.story(
            "service-account",
            must: "A service account MUST be known by the user name system:serviceaccount:NAMESPACE:NAME.",
            weight: 2,
            says: "ServiceAccounts have names prefixed with system:serviceaccount:",
            """
            clusterrole reader verbs=get resources=pods
            clusterbind reader to sa:default/robot
            may system:serviceaccount:default:robot get pods/web in=default → yes
            may system:serviceaccount:other:robot get pods/web in=default → no
            may robot get pods/web in=default → no
            """),
        topic.story(
            "all-accounts", must: "Groups MUST be those that the user comes with.",
            says: "system:serviceaccounts: (plural) is the prefix for service account groups",
            """
            role reader verbs=get resources=configmaps
            bind reader to group:system:serviceaccounts:qa
            may system:serviceaccount:qa:robot groups=system:serviceaccounts,system:serviceaccounts:qa get configmaps/a in=default → yes
            may system:serviceaccount:dev:robot groups=system:serviceaccounts,system:serviceaccounts:dev get configmaps/a in=default → no
            """),
        topic.story(
            "one-of-many", must: "Of several subjects of a binding each MUST have the role.",
            """
            role reader verbs=get resources=pods
            bind reader to user:jane,group:dev,sa:default/robot
            may jane get pods/web in=default → yes
            may joe groups=dev get pods/web in=default → yes
            may ann get pods/web in=default → no
            """),
    ]
}
