import APIMachinery
import APIServer
import APIServerContract
import HTTP
import Schema
import Testing

@Suite("Patches over HTTP", .timeLimit(.minutes(1)))
struct PatchTests {
    @Test("a JSON patch names paths, a merge patch replaces lists, a strategic one merges them")
    func kinds() async throws {
        try await withAPIServer { server in
            try await server.post(deployments, deployment("web"))
            let target = "\(deployments)/web"
            let json = try await server.patch(
                target, "json-patch+json", [["op": "replace", "path": "/spec/replicas", "value": 5]])
            #expect(json.at("spec", "replicas") == 5)
            let strategic = try await server.patch(
                target, "strategic-merge-patch+json",
                ["spec": ["template": ["spec": ["containers": [["name": "side", "image": "side:1"]]]]]])
            #expect(strategic.at("spec", "template", "spec", "containers")?.array?.count == 2)
            let merge = try await server.patch(
                target, "merge-patch+json",
                ["spec": ["template": ["spec": ["containers": [["name": "only", "image": "only:1"]]]]]])
            #expect(merge.at("spec", "template", "spec", "containers")?.array?.count == 1)
        }
    }

    @Test("a patch that can't be applied changes nothing")
    func refused() async throws {
        try await withAPIServer { server in
            try await server.post(configMaps, configMap("one", data: ["a": "1"]))
            let target = "\(configMaps)/one"
            let test = try await server.patch(
                target, "json-patch+json",
                [["op": "replace", "path": "/data/a", "value": "2"], ["op": "test", "path": "/data/a", "value": "1"]])
            #expect(test.code == 422)
            let version = try await server.patch(target, "merge-patch+json", ["metadata": ["resourceVersion": "1"]])
            #expect(version.code == 409)
            let type = try await server.patch(target, "unknown+json", [:])
            #expect(type.code == 415)
            let missing = try await server.patch("\(configMaps)/none", "merge-patch+json", [:])
            #expect(missing.code == 404)
            #expect(try await server.get(target).at("data", "a") == "1")
        }
    }

    private func apply(
        _ server: TestServer, by manager: String, force: Bool = false, data: JSON
    ) async throws -> TestServer.Answer {
        try await server.patch(
            "\(configMaps)/one?fieldManager=\(manager)&force=\(force)", "apply-patch+yaml",
            ["apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": "one"], "data": data])
    }

    @Test("who applies owns what he applied; another one must force it")
    func apply() async throws {
        try await withAPIServer { server in
            #expect(try await apply(server, by: "ann", data: ["a": "1", "b": "1"]).code == 201)
            #expect(try await apply(server, by: "bob", data: ["c": "1"]).code == 200)
            let conflict = try await apply(server, by: "bob", data: ["a": "2"])
            #expect(conflict.code == 409 && conflict.reason == "Conflict")
            #expect(conflict.message == "Apply failed with 1 conflict: conflict with \"ann\": .data.a")
            #expect(conflict.at("details", "causes")?.array?.first?["reason"] == "FieldManagerConflict")
            let forced = try await apply(server, by: "bob", force: true, data: ["a": "2"])
            #expect(forced.at("data") == ["a": "2", "b": "1"])
            let dropped = try await apply(server, by: "ann", data: [:])
            #expect(dropped.at("data") == ["a": "2"])
            #expect(try await server.patch("\(configMaps)/one", "apply-patch+yaml", [:]).code == 422)
        }
    }
}
