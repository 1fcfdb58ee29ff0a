import APIMachinery
import APIServer
import APIServerContract
import HTTP
import Schema
import Testing

@Suite("Objects over HTTP", .timeLimit(.minutes(1)))
struct ObjectTests {
    @Test("a created object can be read, and has an identity")
    func create() async throws {
        try await withAPIServer { server in
            let made = try await server.post(configMaps, configMap("one", data: ["a": "1"]))
            #expect(made.code == 201)
            #expect(made.at("metadata", "uid")?.string?.utf8.count == 36)
            #expect(made.at("metadata", "managedFields")?.array?.count == 1)
            #expect(made.at("metadata", "labels") == nil, "an empty map isn't stored")
            let read = try await server.get("\(configMaps)/one")
            #expect(read.json == made.json)
            let again = try await server.post(configMaps, configMap("one"))
            #expect(again.code == 409 && again.reason == "AlreadyExists")
            #expect(again.message == "configmaps \"one\" already exists")
            let missing = try await server.get("\(configMaps)/two")
            #expect(missing.code == 404 && missing.message == "configmaps \"two\" not found")
        }
    }

    @Test("generateName makes a name")
    func generateName() async throws {
        try await withAPIServer { server in
            let first = try await server.post(configMaps, ["metadata": ["generateName": "run-"]])
            let second = try await server.post(configMaps, ["metadata": ["generateName": "run-"]])
            #expect(first.json.name.hasPrefix("run-") && first.json.name.utf8.count == 9)
            #expect(first.json.name != second.json.name)
        }
    }

    @Test("a list comes in pages that show one moment, and can be selected from")
    func list() async throws {
        try await withAPIServer { server in
            for name in ["a", "b", "c", "d", "e"] {
                try await server.post(
                    configMaps, configMap(name, labels: ["odd": name == "b" || name == "d" ? "no" : "yes"]))
            }
            let first = try await server.get("\(configMaps)?limit=2")
            #expect(first.names == ["a", "b"])
            #expect(first.at("metadata", "remainingItemCount") == 3)
            try await server.post(configMaps, configMap("bb"))
            let token = try #require(first.at("metadata", "continue")?.string)
            let second = try await server.get("\(configMaps)?limit=2&continue=\(token)")
            #expect(second.names == ["c", "d"])
            #expect(second.json.resourceVersion == first.json.resourceVersion)
            let rest = try await server.get("\(configMaps)?continue=\(second.at("metadata", "continue")?.string ?? "")")
            #expect(rest.names == ["e"] && rest.at("metadata", "continue") == nil)
            #expect(try await server.get("\(configMaps)?labelSelector=odd%3Dno").names == ["b", "d"])
            #expect(try await server.get("\(configMaps)?labelSelector=%21odd").names == ["bb"])
            #expect(try await server.get("\(configMaps)?fieldSelector=metadata.name%3Da").names == ["a"])
            #expect(try await server.get("\(configMaps)?continue=nonsense").code == 400)
        }
    }

    @Test("an update from an old version is refused")
    func staleUpdate() async throws {
        try await withAPIServer { server in
            var document = try await server.post(configMaps, configMap("one", data: ["a": "1"])).json
            document[path: ["data", "a"]] = "2"
            let second = try await server.put("\(configMaps)/one", document)
            #expect(second.code == 200 && second.json.resourceVersion != document.resourceVersion)
            let stale = try await server.put("\(configMaps)/one", document)
            #expect(stale.code == 409)
            #expect(
                stale.message == "Operation cannot be fulfilled on configmaps \"one\": the object has been modified; "
                    + "please apply your changes to the latest version and try again")
        }
    }

    @Test("an update that changes nothing writes nothing")
    func sameUpdate() async throws {
        try await withAPIServer { server in
            let document = try await server.post(configMaps, configMap("one", data: ["a": "1"])).json
            #expect(
                try await server.put("\(configMaps)/one", document).json.resourceVersion == document.resourceVersion)
        }
    }

    @Test("a dry run answers and leaves no trace")
    func dryRun() async throws {
        try await withAPIServer { server in
            #expect(try await server.post("\(configMaps)?dryRun=All", configMap("one")).code == 201)
            #expect(try await server.get("\(configMaps)/one").code == 404)
            try await server.post(configMaps, configMap("one"))
            #expect(try await server.delete("\(configMaps)/one?dryRun=All").code == 200)
            #expect(try await server.get("\(configMaps)/one").code == 200)
            #expect(try await server.post("\(configMaps)?dryRun=Some", configMap("two")).code == 422)
        }
    }

    @Test("only a changed spec is a new generation")
    func generation() async throws {
        try await withAPIServer { server in
            let made = try await server.post(deployments, deployment("web"))
            #expect(made.at("metadata", "generation") == 1)
            let labelled = try await server.patch(
                "\(deployments)/web", "merge-patch+json", ["metadata": ["labels": ["a": "b"]]])
            #expect(labelled.at("metadata", "generation") == 1)
            let status = try await server.patch(
                "\(deployments)/web/status", "merge-patch+json", ["status": ["replicas": 2], "spec": ["replicas": 9]])
            #expect(status.at("status", "replicas") == 2 && status.at("spec", "replicas") == 2)
            let scaled = try await server.patch(
                "\(deployments)/web", "merge-patch+json", ["status": ["replicas": 7], "spec": ["replicas": 3]])
            #expect(scaled.at("metadata", "generation") == 2)
            #expect(scaled.at("status", "replicas") == 2)
        }
    }

    @Test("nothing is made in a namespace that is missing or goes away")
    func namespaces() async throws {
        try await withAPIServer { server in
            let missing = try await server.post("/api/v1/namespaces/none/configmaps", configMap("one"))
            #expect(missing.code == 404 && missing.message == "namespaces \"none\" not found")
            try await server.post("/api/v1/namespaces", ["metadata": ["name": "going"]])
            let deleted = try await server.delete("/api/v1/namespaces/going")
            #expect(deleted.at("status", "phase") == "Terminating")
            let refused = try await server.post("/api/v1/namespaces/going/configmaps", configMap("one"))
            #expect(refused.code == 403)
            #expect(
                refused.message == "configmaps \"one\" is forbidden: unable to create new content in namespace going "
                    + "because it is being terminated")
        }
    }
}
