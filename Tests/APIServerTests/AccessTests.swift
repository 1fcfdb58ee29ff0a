@testable import APIServerProgram
import HTTP
import Schema
import TestSupport
import Testing

@Suite("Roles and bindings over HTTP", .timeLimit(.minutes(1)))
struct AccessTests {
    private static let group = "/apis/rbac.authorization.k8s.io/v1"
    private static let roles = group + "/namespaces/default/roles"
    private static let bindings = group + "/namespaces/default/rolebindings"

    private static func binding(_ kind: String, _ name: String) -> JSON {
        [
            "metadata": ["name": "jane"],
            "roleRef": ["apiGroup": "rbac.authorization.k8s.io", "kind": .string(kind), "name": .string(name)],
            "subjects": [["kind": "User", "apiGroup": "rbac.authorization.k8s.io", "name": "jane"]],
        ]
    }

    private static func rules(_ verbs: JSON...) -> JSON {
        [["apiGroups": [""], "resources": ["configmaps"], "verbs": .array(verbs)]]
    }

    @Test("a binding gives what its role permits, in its namespace, as long as it is there")
    func roleBinding() async throws {
        try await withAPIServer { server in
            let jane: HTTPHeaders = ["X-User": "jane"]
            #expect(try await server.get(configMaps, headers: jane).code == 403)
            #expect(
                try await server.post(Self.roles, ["metadata": ["name": "reader"], "rules": Self.rules("list")]).code
                    == 201)
            #expect(try await server.get(configMaps, headers: jane).code == 403)
            #expect(try await server.post(Self.bindings, Self.binding("Role", "reader")).code == 201)
            #expect(try await server.get(configMaps, headers: jane).code == 200)
            #expect(try await server.get(configMaps + "/none", headers: jane).code == 403)
            #expect(try await server.get("/api/v1/namespaces/kube-system/configmaps", headers: jane).code == 403)
            #expect(try await server.get("/api/v1/configmaps", headers: jane).code == 403)
            _ = try await server.delete(Self.bindings + "/jane")
            #expect(try await server.get(configMaps, headers: jane).code == 403)
        }
    }

    @Test("a ClusterRoleBinding gives it everywhere, and a changed role holds at once")
    func clusterRoleBinding() async throws {
        try await withAPIServer { server in
            let jane: HTTPHeaders = ["X-User": "jane"]
            let roles = Self.group + "/clusterroles"
            try await server.post(roles, ["metadata": ["name": "reader"], "rules": Self.rules("get")])
            try await server.post(Self.group + "/clusterrolebindings", Self.binding("ClusterRole", "reader"))
            #expect(try await server.get("/api/v1/configmaps", headers: jane).code == 403)
            _ = try await server.patch(roles + "/reader", "merge-patch+json", ["rules": Self.rules("get", "list")])
            #expect(try await server.get("/api/v1/configmaps", headers: jane).code == 200)
        }
    }

    @Test("whoever asks whether he may is told what the server would do")
    func review() async throws {
        try await withAPIServer { server in
            let question: JSON = [
                "spec": [
                    "user": "jane",
                    "resourceAttributes": [
                        "verb": "list", "resource": "configmaps", "namespace": "default",
                    ],
                ]
            ]
            let reviews = "/apis/authorization.k8s.io/v1/subjectaccessreviews"
            #expect(try await server.post(reviews, question).at("status", "allowed") == false)
            try await server.post(Self.roles, ["metadata": ["name": "reader"], "rules": Self.rules("list")])
            try await server.post(Self.bindings, Self.binding("Role", "reader"))
            #expect(try await server.post(reviews, question).at("status", "allowed") == true)
        }
    }

    @Test("the default roles can be bound: who views sees no Secret and writes nothing, who edits gives no roles")
    func defaultRoles() async throws {
        try await withAPIServer { server in
            let jane: HTTPHeaders = ["X-User": "jane"]
            let secrets = "/api/v1/namespaces/default/secrets"
            try await eventually("the roles are there") {
                try await server.get(Self.group + "/clusterrolebindings/cluster-admin").code == 200
            }
            try await server.post(Self.bindings, Self.binding("ClusterRole", "view"))
            #expect(try await server.get(configMaps, headers: jane).code == 200)
            #expect(try await server.get(secrets, headers: jane).code == 403)
            _ = try await server.delete(Self.bindings + "/jane")
            try await server.post(Self.bindings, Self.binding("ClusterRole", "edit"))
            #expect(try await server.get(secrets, headers: jane).code == 200)
            #expect(try await server.get(Self.roles, headers: jane).code == 403)
        }
    }

    @Test("a rule speaks of resources or of paths, and a binding keeps its role")
    func refusals() async throws {
        try await withAPIServer { server in
            let paths: JSON = [
                "metadata": ["name": "paths"], "rules": [["nonResourceURLs": ["/metrics"], "verbs": ["get"]]],
            ]
            #expect(try await server.post(Self.roles, paths).code == 422)
            #expect(try await server.post(Self.group + "/clusterroles", paths).code == 201)
            try await server.post(Self.bindings, Self.binding("ClusterRole", "view"))
            let other = try await server.put(Self.bindings + "/jane", Self.binding("ClusterRole", "edit"))
            #expect(other.code == 422)
            #expect(other.message.contains("cannot change roleRef"))
        }
    }
}
