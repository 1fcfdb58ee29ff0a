import HTTP
import Schema
import Testing

@Suite("Other forms and documents over HTTP", .timeLimit(.minutes(1)))
struct DocumentTests {
    @Test("a list comes as a table, as metadata, as YAML, as protobuf")
    func forms() async throws {
        try await withAPIServer { server in
            try await server.post(pods, pod("web"))
            let table = try await server.get(pods, headers: ["Accept": "application/json;as=Table;v=v1;g=meta.k8s.io"])
            #expect(table.json["kind"] == "Table")
            let columns = table.json["columnDefinitions"]?.array?.compactMap { $0["name"]?.string } ?? []
            #expect(columns.prefix(5) == ["Name", "Ready", "Status", "Restarts", "Age"])
            let row = table.json["rows"]?.array?.first
            #expect(row?["cells"]?.array?.prefix(3) == ["web", "0/1", "Pending"])
            #expect(row?[path: ["object", "kind"]] == "PartialObjectMetadata")
            let metadata = try await server.get(
                "\(pods)/web", headers: ["Accept": "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io"])
            #expect(metadata.json["kind"] == "PartialObjectMetadata" && metadata.json["spec"] == nil)
            let yaml = try await server.get("\(pods)/web", headers: ["Accept": "application/yaml"])
            #expect(yaml.text.contains("\nkind: Pod\n") || yaml.text.hasPrefix("kind: Pod\n"))
            let protobuf = try await server.get(
                "\(pods)/web", headers: ["Accept": "application/vnd.kubernetes.protobuf"])
            #expect(protobuf.code == 200 && protobuf.text.hasPrefix("k8s\0"))
            #expect(try await server.get("\(pods)/web", headers: ["Accept": "text/html"]).code == 406)
        }
    }

    @Test("discovery lists every resource, one by one and at once")
    func discovery() async throws {
        try await withAPIServer { server in
            let core = try await server.get("/api/v1")
            let resources = core.json["resources"]?.array ?? []
            let pod = resources.first { $0["name"] == "pods" }
            #expect(pod?["kind"] == "Pod" && pod?["namespaced"] == true && pod?["shortNames"] == ["po"])
            #expect(resources.contains { $0["name"] == "pods/log" })
            let groups = try await server.get("/apis").json["groups"]?.array?.compactMap { $0["name"]?.string } ?? []
            #expect(groups.contains("apps") && groups.contains("rbac.authorization.k8s.io"))
            let all = try await server.get(
                "/apis", headers: ["Accept": "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"])
            #expect(all.json["kind"] == "APIGroupDiscoveryList" && all.json["items"]?.array?.count == groups.count)
        }
    }

    @Test("OpenAPI describes kinds and the parameters of their writes")
    func openAPI() async throws {
        try await withAPIServer { server in
            let root = try await server.get("/openapi/v3")
            let link = try #require(root.at("paths", "apis/apps/v1", "serverRelativeURL")?.string)
            let apps = try await server.get(link)
            let schemas = apps.at("components", "schemas")?.object?.members ?? []
            let kinds = schemas.flatMap { $0.value["x-kubernetes-group-version-kind"]?.array ?? [] }.compactMap {
                $0["kind"]?.string
            }
            #expect(kinds.contains("Deployment"))
            #expect(apps.text.contains("fieldValidation"))
        }
    }

    @Test("health, version and metrics", arguments: ["/healthz", "/livez", "/readyz", "/version", "/metrics", "/"])
    func paths(path: String) async throws {
        try await withAPIServer { server in
            let answer = try await server.get(path)
            #expect(answer.code == 200)
        }
    }
}
