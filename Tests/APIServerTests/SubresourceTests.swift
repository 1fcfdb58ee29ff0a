import HTTP
import Schema
import Testing

@Suite("Subresources and questions over HTTP", .timeLimit(.minutes(1)))
struct SubresourceTests {
    @Test("a binding gives a pod its node, once")
    func binding() async throws {
        try await withAPIServer { server in
            try await server.post(pods, pod("web"))
            let binding: JSON = ["metadata": ["name": "web"], "target": ["kind": "Node", "name": "worker-1"]]
            #expect(try await server.post("\(pods)/web/binding", binding).code == 201)
            let bound = try await server.get("\(pods)/web")
            #expect(bound.at("spec", "nodeName") == "worker-1")
            #expect(bound.at("status", "conditions")?.array?.first?["type"] == "PodScheduled")
            let again = try await server.post("\(pods)/web/binding", binding)
            #expect(again.code == 409 && again.message.hasSuffix("pod web is already assigned to node \"worker-1\""))
            #expect(try await server.post("\(pods)/none/binding", binding).code == 404)
        }
    }

    @Test("an eviction is a deletion that a budget may refuse")
    func eviction() async throws {
        try await withAPIServer { server in
            try await server.post(pods, pod("guarded", labels: ["app": "web"]))
            try await server.post(pods, pod("free"))
            try await server.post(
                "/apis/policy/v1/namespaces/default/poddisruptionbudgets",
                [
                    "metadata": ["name": "web"],
                    "spec": ["minAvailable": 1, "selector": ["matchLabels": ["app": "web"]]],
                ])
            let eviction: JSON = ["apiVersion": "policy/v1", "kind": "Eviction", "metadata": ["name": "x"]]
            let running: JSON = ["status": ["phase": "Running"]]
            #expect(try await server.patch("\(pods)/guarded/status", "merge-patch+json", running).code == 200)
            let refused = try await server.post("\(pods)/guarded/eviction", eviction)
            #expect(refused.code == 429 && refused.reason == "TooManyRequests")
            var rehearsal = eviction
            rehearsal["deleteOptions"] = ["dryRun": ["All"]]
            #expect(try await server.post("\(pods)/free/eviction", rehearsal).code == 201)
            #expect(try await server.get("\(pods)/free").code == 200)
            #expect(try await server.post("\(pods)/free/eviction", eviction).code == 201)
            #expect(try await server.get("\(pods)/free").code == 404)
        }
    }

    @Test("scale shows and changes the number of replicas")
    func scale() async throws {
        try await withAPIServer { server in
            try await server.post(deployments, deployment("web"))
            var scale = try await server.get("\(deployments)/web/scale").json
            #expect(scale["kind"] == "Scale" && scale[path: ["status", "selector"]] == "app=web")
            scale[path: ["spec", "replicas"]] = 4
            #expect(try await server.put("\(deployments)/web/scale", scale).at("spec", "replicas") == 4)
            #expect(try await server.put("\(deployments)/web/scale", scale).code == 409)
            let patched = try await server.patch(
                "\(deployments)/web/scale", "merge-patch+json", ["spec": ["replicas": 1]])
            #expect(patched.at("spec", "replicas") == 1)
            #expect(try await server.get("\(deployments)/web").at("spec", "replicas") == 1)
            let negative = try await server.patch(
                "\(deployments)/web/scale", "merge-patch+json", ["spec": ["replicas": -1]])
            #expect(negative.code == 422)
        }
    }

    @Test("a token speaks for its account")
    func token() async throws {
        try await withAPIServer { server in
            let accounts = "/api/v1/namespaces/default/serviceaccounts"
            let issued = try await server.post("\(accounts)/default/token", ["spec": ["expirationSeconds": 600]])
            #expect(issued.code == 201)
            let token = issued.at("status", "token")?.string ?? ""
            let review = try await server.post(
                "/apis/authentication.k8s.io/v1/tokenreviews", ["spec": ["token": .string(token)]])
            #expect(review.at("status", "user", "username") == "system:serviceaccount:default:default")
            let whoami = try await server.send(
                "POST", "/apis/authentication.k8s.io/v1/selfsubjectreviews", text: "{}",
                headers: ["Authorization": "Bearer \(token)", "Content-Type": "application/json"])
            #expect(
                whoami.at("status", "userInfo", "groups")?.array?.contains("system:serviceaccounts:default") == true)
            #expect(try await server.get(pods, headers: ["Authorization": "Bearer \(token)"]).code == 403)
            #expect(try await server.get(pods, headers: ["Authorization": "Bearer forged"]).code == 401)
            _ = try await server.delete("\(accounts)/default")
            #expect(try await server.get(pods, headers: ["Authorization": "Bearer \(token)"]).code == 401)
            let short = try await server.post("\(accounts)/default/token", ["spec": ["expirationSeconds": 5]])
            #expect(short.code == 404 || short.code == 422)
        }
    }

    @Test("an administrator may act as somebody else, who may not")
    func impersonation() async throws {
        try await withAPIServer { server in
            let asJane = try await server.get(
                pods, headers: ["Impersonate-User": "jane", "Impersonate-Group": "developers"])
            #expect(asJane.code == 403 && asJane.message.contains("User \"jane\" cannot list"))
            let asAdmin = try await server.get(pods, headers: ["X-User": "jane", "Impersonate-User": "admin"])
            #expect(
                asAdmin.code == 403 && asAdmin.message.contains("User \"jane\" cannot impersonate resource \"users\""))
            #expect(try await server.get(pods, headers: ["Impersonate-Group": "system:masters"]).code == 400)
        }
    }

    @Test("who may not, is told what")
    func forbidden() async throws {
        try await withAPIServer { server in
            let refused = try await server.get(pods, headers: ["X-User": "jane"])
            #expect(refused.code == 403)
            #expect(
                refused.message == "pods is forbidden: User \"jane\" cannot list resource \"pods\" in API group \"\" "
                    + "in the namespace \"default\"")
            let review: JSON = [
                "spec": [
                    "user": "jane", "resourceAttributes": ["verb": "get", "resource": "pods", "namespace": "default"],
                ]
            ]
            let answer = try await server.post("/apis/authorization.k8s.io/v1/subjectaccessreviews", review)
            #expect(answer.code == 201 && answer.at("status", "allowed") == false)
        }
    }
}
