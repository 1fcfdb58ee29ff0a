internal import APIServerContract
internal import Conformance
internal import HTTP
internal import Schema

/// Who may do what: by roles and bindings, for somebody who is nobody without them. What is granted may take a moment.
enum AccessCases {
    static let all = refusals + roles + others

    private static let refusals = [
        SharedCase(
            "forbidden", "What nobody has permitted MUST be refused with 403, saying who may not do what.", .access,
            says: "Permissions are purely additive (there are no \"deny\" rules)."
        ) { stage in
            let answer = try await stage.get("configmaps", as: stage.jane)
            try stage.expectRefusal(answer, 403, "Forbidden")
            let message =
                "configmaps is forbidden: User \"\(stage.jane)\" cannot list resource \"configmaps\" in API group "
                + "\"\" in the namespace \"\(stage.namespace)\""
            try stage.expect("its message", answer.message, message)
            try stage.expect("details.kind", answer.at("details", "kind"), "configmaps")
            let path = try await stage.get("/metrics", as: stage.jane)
            try stage.expectRefusal(path, 403, "Forbidden")
        },
        SharedCase(
            "forbidden-first", "Who may not MUST NOT learn whether something is there.", .authorization
        ) { stage in
            try await stage.create("a")
            for name in ["a", "b"] {
                try stage.expectRefusal(try await stage.get("configmaps/\(name)", as: stage.jane), 403, "Forbidden")
            }
        },
    ]

    private static let roles = [
        SharedCase(
            "role", "A Role and a RoleBinding MUST permit what the rules say, in their namespace, and nothing else.",
            .access,
            says: "A RoleBinding grants permissions within a specific namespace"
        ) { stage in
            try await stage.create("a")
            try await stage.grant([["apiGroups": [""], "resources": ["configmaps"], "verbs": ["get", "list"]]])
            _ = try await stage.eventually(200) { try await stage.get("configmaps", as: stage.jane) }
            try stage.expect(try await stage.get("configmaps/a", as: stage.jane), 200)
            try stage.expect(try await stage.post("configmaps", ServerStage.note("b"), as: stage.jane), 403)
            try stage.expect(try await stage.get("secrets", as: stage.jane), 403)
            try stage.expect(try await stage.get("/api/v1/configmaps", as: stage.jane), 403)
            try stage.expect(try await stage.get("/api/v1/namespaces/default/configmaps", as: stage.jane), 403)
            try stage.expect(try await stage.delete("rolebindings/jane"), 200)
            _ = try await stage.eventually(403) { try await stage.get("configmaps", as: stage.jane) }
        },
        SharedCase(
            "resource-names", "A rule with names MUST permit those objects only, and no list.", .access,
            says: "You cannot restrict create or deletecollection requests by their resource name."
        ) { stage in
            try await stage.create("a")
            try await stage.create("b")
            try await stage.grant([
                ["apiGroups": [""], "resources": ["configmaps"], "verbs": ["*"], "resourceNames": ["a"]]
            ])
            _ = try await stage.eventually(200) { try await stage.get("configmaps/a", as: stage.jane) }
            try stage.expect(try await stage.get("configmaps/b", as: stage.jane), 403)
            try stage.expect(try await stage.get("configmaps", as: stage.jane), 403)
            try stage.expect(try await stage.post("configmaps", ServerStage.note("a"), as: stage.jane), 403)
        },
        SharedCase(
            "subresources", "A rule for a resource MUST NOT permit its subresources, and the other way round.", .access,
            says: "To represent this in an RBAC role, use a slash (/) to delimit the resource and subresource."
        ) { stage in
            try stage.expect(try await stage.post("replicasets", ServerStage.set("web")), 201)
            try await stage.grant([["apiGroups": ["apps"], "resources": ["replicasets/scale"], "verbs": ["get"]]])
            _ = try await stage.eventually(200) { try await stage.get("replicasets/web/scale", as: stage.jane) }
            try stage.expect(try await stage.get("replicasets/web", as: stage.jane), 403)
            try stage.expect(try await stage.get("replicasets/web/status", as: stage.jane), 403)
        },
        SharedCase(
            "cluster-role", "A ClusterRole that a RoleBinding names MUST permit in the binding's namespace only.",
            .access,
            says:
                "A RoleBinding can also reference a ClusterRole to grant the permissions defined in that ClusterRole to "
                + "resources inside the RoleBinding's namespace."
        ) { stage in
            try await stage.makeClusterRole([["apiGroups": [""], "resources": ["configmaps"], "verbs": ["list"]]])
            try await stage.bind("ClusterRole", stage.jane)
            _ = try await stage.eventually(200) { try await stage.get("configmaps", as: stage.jane) }
            try stage.expect(try await stage.get("/api/v1/configmaps", as: stage.jane), 403)
            try await stage.removeClusterRole()
        },
        SharedCase(
            "cluster-role-binding", "A ClusterRoleBinding MUST permit in every namespace, and what belongs to none.",
            .access,
            says: "whereas a ClusterRoleBinding grants that access cluster-wide"
        ) { stage in
            try await stage.makeClusterRole([
                ["apiGroups": [""], "resources": ["configmaps", "nodes"], "verbs": ["list"]],
                ["nonResourceURLs": ["/metrics"], "verbs": ["get"]],
            ])
            try await stage.bindEverywhere()
            _ = try await stage.eventually(200) { try await stage.get("/api/v1/configmaps?limit=1", as: stage.jane) }
            for target in ["/api/v1/nodes?limit=1", "/metrics"] {
                try stage.expect(try await stage.send(.get, target, accept: "*/*", as: stage.jane), 200)
            }
            try stage.expect(try await stage.get("/metrics/none", as: stage.jane), 403)
            try await stage.removeClusterRole()
            _ = try await stage.eventually(403) { try await stage.get("/api/v1/configmaps?limit=1", as: stage.jane) }
        },
        SharedCase(
            "escalation", "Who may write roles and bindings MUST NOT give more by them than he has.", .access,
            says: "You can only create/update a role if at least one of the following things is true"
        ) { stage in
            try await stage.makeClusterRole([["apiGroups": [""], "resources": ["secrets"], "verbs": ["get"]]])
            try await stage.grant([
                [
                    "apiGroups": ["rbac.authorization.k8s.io"], "resources": ["roles", "rolebindings"],
                    "verbs": ["create"],
                ],
                ["apiGroups": [""], "resources": ["configmaps"], "verbs": ["get"]],
            ])
            _ = try await stage.eventually(201) {
                try await stage.post("roles", stage.role("held", of: "configmaps"), as: stage.jane)
            }
            let more = try await stage.post("roles", stage.role("more", of: "secrets"), as: stage.jane)
            try stage.expectRefusal(more, 403, "Forbidden")
            var lent = stage.binding("ClusterRole", stage.clusterRole, stage.jane)
            lent[path: ["metadata", "name"]] = "lent"
            let bound = try await stage.post("rolebindings", lent, as: stage.jane)
            try stage.expectRefusal(bound, 403, "Forbidden")
            try await stage.removeClusterRole()
        },
        SharedCase(
            "role-ref", "A binding MUST keep its role.", .access,
            says: "After you create a binding, you cannot change the Role or ClusterRole that it refers to."
        ) { stage in
            try await stage.bind("Role", stage.jane, role: "one")
            let other = stage.binding("Role", "two", stage.jane)
            let answer = try await stage.put("rolebindings/jane", other)
            try stage.expectRefusal(answer, 422, "Invalid")
            try stage.expect("what is wrong", answer.faults, ["roleRef"])
        },
        SharedCase(
            "role-paths", "A Role MUST NOT speak of paths, and every rule MUST have verbs.", .access
        ) { stage in
            for (rule, fault) in [
                (["nonResourceURLs": ["/metrics"], "verbs": ["get"]], "rules[0].nonResourceURLs"),
                (["apiGroups": [""], "resources": ["pods"]], "rules[0].verbs"),
            ] as [(JSON, String)] {
                let answer = try await stage.post("roles", ["metadata": ["name": "odd"], "rules": [rule]])
                try stage.expectRefusal(answer, 422, "Invalid")
                try stage.expect("what is wrong", answer.faults, [fault])
            }
        },
    ]

    /// A controller collects the rules of the roles that people bind: there are none without it.
    static let withControllers = [
        SharedCase(
            "view", "Who views a namespace MUST see what is there, but no Secrets, and write nothing.", .access,
            says: "This role does not allow viewing Secrets"
        ) { stage in
            try await stage.create("a")
            try await stage.bind("ClusterRole", stage.jane, role: "view")
            _ = try await stage.eventually(200) { try await stage.get("configmaps/a", as: stage.jane) }
            for target in ["pods", "services", "replicasets"] {
                try stage.expect(try await stage.get(target, as: stage.jane), 200)
            }
            try stage.expect(try await stage.get("secrets", as: stage.jane), 403)
            try stage.expect(try await stage.get("rolebindings", as: stage.jane), 403)
            try stage.expect(try await stage.post("configmaps", ServerStage.note("b"), as: stage.jane), 403)
        }
    ]

    private static let others = [
        SharedCase(
            "impersonation", "Who acts as somebody else MUST be permitted to, and MUST be judged as that one.",
            .authentication,
            says:
                "Impersonation requests first authenticate as the requesting user, then switch to the impersonated user info."
        ) { stage in
            let headers: HTTPHeaders = ["Impersonate-User": stage.jane]
            try stage.expect(try await stage.get("configmaps", as: stage.jane), 403)
            let grouped = try await stage.send(.get, "configmaps", as: stage.jane, groups: ["system:masters"])
            try stage.expect(grouped, 200)
            guard let nobody = try await stage.token(of: "clerk") else { return }
            stage.scenario.say("the account clerk, who may nothing, acts as \(stage.jane)")
            let answer = try await stage.send(.get, "configmaps", headers: headers, token: nobody)
            try stage.expectRefusal(answer, 403, "Forbidden")
            try stage.expect("it says impersonate", answer.message.contains("impersonate"), observed: answer.message)
        },
        SharedCase(
            "review", "Whoever asks whether he may MUST be told what the server would do.", .authorization,
            says: "kubectl provides the auth can-i subcommand for quickly querying the API authorization layer."
        ) { stage in
            try await stage.grant([["apiGroups": [""], "resources": ["configmaps"], "verbs": ["list"]]])
            _ = try await stage.eventually(200) { try await stage.get("configmaps", as: stage.jane) }
            for (verb, isPermitted) in [("list", true), ("delete", false)] {
                let question: JSON = [
                    "verb": .string(verb), "resource": "configmaps", "namespace": .string(stage.namespace),
                ]
                let own = try await stage.post(
                    ServerStage.reviews + "selfsubjectaccessreviews", ["spec": ["resourceAttributes": question]],
                    as: stage.jane)
                try stage.expect(own, 201)
                try stage.expect("\(verb), asked by oneself", own.at("status", "allowed"), .bool(isPermitted))
                let other = try await stage.post(
                    ServerStage.reviews + "subjectaccessreviews",
                    ["spec": ["user": .string(stage.jane), "resourceAttributes": question]])
                try stage.expect("\(verb), asked by another", other.at("status", "allowed"), .bool(isPermitted))
            }
            let empty = try await stage.post(ServerStage.reviews + "selfsubjectaccessreviews", ["spec": [:]])
            try stage.expectRefusal(empty, 422, "Invalid")
        },
    ]
}
