import EtcdProgram
import APIMachinery
import APIServer
import APIServerContract
import HTTP
import Schema
import Testing

@Suite("Watches over HTTP", .timeLimit(.minutes(1)))
struct WatchTests {
    private func summary(_ events: [JSON]) -> [String] {
        events.map { "\($0["type"]?.string ?? "") \($0["object"]?.name ?? "")" }
    }

    @Test("a watch goes on where a list ended")
    func fromRevision() async throws {
        try await withAPIServer { server in
            try await server.post(configMaps, configMap("old"))
            let revision = try await server.get(configMaps).json.resourceVersion
            try await server.post(configMaps, configMap("early"))
            let events = try await server.watch("\(configMaps)?watch=true&resourceVersion=\(revision)", first: 3) {
                try await server.post(configMaps, configMap("late"))
                _ = try await server.delete("\(configMaps)/early")
            }
            #expect(summary(events) == ["ADDED early", "ADDED late", "DELETED early"])
        }
    }

    @Test("a watch from no version begins with what is there")
    func fromNothing() async throws {
        try await withAPIServer { server in
            try await server.post(configMaps, configMap("one"))
            #expect(summary(try await server.watch("\(configMaps)?watch=true", first: 1)) == ["ADDED one"])
        }
    }

    @Test("a bookmark marks the end of the initial objects")
    func initialEvents() async throws {
        try await withAPIServer { server in
            try await server.post(configMaps, configMap("one"))
            let events = try await server.watch(
                "\(configMaps)?watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true",
                first: 2)
            #expect(events.first?["object"]?.name == "one")
            #expect(events.last?["type"] == "BOOKMARK")
            #expect(events.last?[path: ["object", "metadata", "annotations", "k8s.io/initial-events-end"]] == "true")
        }
    }

    @Test("for who selects, an object comes and goes with its labels")
    func transitions() async throws {
        try await withAPIServer { server in
            let revision = try await server.get(configMaps).json.resourceVersion
            let target = "\(configMaps)?watch=true&resourceVersion=\(revision)&labelSelector=app%3Dweb"
            let events = try await server.watch(target, first: 3) {
                try await server.post(configMaps, configMap("one", labels: ["app": "db"]))
                for app in ["web", "db"] as [JSON] {
                    _ = try await server.patch(
                        "\(configMaps)/one", "merge-patch+json", ["metadata": ["labels": ["app": app]]])
                }
                try await server.post(configMaps, configMap("two", labels: ["app": "web"]))
            }
            #expect(summary(events) == ["ADDED one", "DELETED one", "ADDED two"])
        }
    }

    @Test("a watch from a version that is forgotten ends with 410")
    func expired() async throws {
        try await LocalStore.withTemporary { store in
            let revision = try await withAPIServer(over: store) { server in
                let old = try await server.get(configMaps).json.resourceVersion
                try await server.post(configMaps, configMap("one"))
                return old
            }
            try await withAPIServer(over: store) { restarted in
                let events = try await restarted.watch("\(configMaps)?watch=true&resourceVersion=\(revision)", first: 2)
                #expect(events.map { $0["type"] } == ["ERROR"])
                #expect(events.first?[path: ["object", "code"]] == 410)
                #expect(events.first?[path: ["object", "reason"]] == "Expired")
            }
        }
    }

    @Test("a watch of a table sends the columns once")
    func table() async throws {
        try await withAPIServer { server in
            try await server.post(configMaps, configMap("one"))
            try await server.post(configMaps, configMap("two"))
            let events = try await server.watch(
                "\(configMaps)?watch=true", first: 2,
                headers: ["Accept": "application/json;as=Table;v=v1;g=meta.k8s.io"])
            #expect(events.first?[path: ["object", "columnDefinitions"]]?.array?.isEmpty == false)
            #expect(events.last?[path: ["object", "columnDefinitions"]]?.array?.isEmpty == true)
        }
    }
}
