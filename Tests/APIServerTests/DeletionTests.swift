@testable import APIMachinery
@testable import APIServer
import APIServerContract
import HTTP
import Schema
import Testing

@Suite("Deletion over HTTP", .timeLimit(.minutes(1)))
struct DeletionTests {
    @Test("a finalizer holds an object until it is taken off")
    func finalizers() async throws {
        try await withAPIServer { server in
            try await server.post(
                configMaps, ["metadata": ["name": "held", "finalizers": ["example.com/hold"]]])
            let marked = try await server.delete("\(configMaps)/held")
            #expect(marked.at("metadata", "deletionTimestamp") != nil)
            #expect(try await server.get("\(configMaps)/held").code == 200)
            let freed = try await server.patch(
                "\(configMaps)/held", "merge-patch+json", ["metadata": ["finalizers": .null]])
            #expect(freed.code == 200)
            #expect(try await server.get("\(configMaps)/held").code == 404)
        }
    }

    @Test("a pod on a node gets its time to stop; one without a node goes at once")
    func grace() async throws {
        try await withAPIServer { server in
            try await server.post(pods, pod("placed", node: "worker-1"))
            try await server.post(pods, pod("waiting"))
            let marked = try await server.delete("\(pods)/placed", ["gracePeriodSeconds": 7])
            #expect(marked.at("metadata", "deletionGracePeriodSeconds") == 7)
            #expect(try await server.get("\(pods)/placed").code == 200)
            #expect(try await server.delete("\(pods)/placed?gracePeriodSeconds=0").code == 200)
            #expect(try await server.get("\(pods)/placed").code == 404)
            #expect(try await server.delete("\(pods)/waiting").code == 200)
            #expect(try await server.get("\(pods)/waiting").code == 404)
        }
    }

    @Test("a deletion on a condition that doesn't hold is refused")
    func preconditions() async throws {
        try await withAPIServer { server in
            let made = try await server.post(configMaps, configMap("one"))
            let other = try await server.delete("\(configMaps)/one", ["preconditions": ["uid": "other"]])
            #expect(other.code == 409 && other.message.contains("Precondition failed: UID in precondition: other"))
            let old = try await server.delete("\(configMaps)/one", ["preconditions": ["resourceVersion": "1"]])
            #expect(old.code == 409)
            let right = try await server.delete("\(configMaps)/one", ["preconditions": ["uid": .string(made.json.uid)]])
            #expect(right.code == 200 && right.json["status"] == "Success")
        }
    }

    @Test(
        "how dependents are treated is a finalizer",
        arguments: [("Foreground", "foregroundDeletion"), ("Orphan", "orphan")])
    func propagation(policy: String, finalizer: String) async throws {
        try await withAPIServer { server in
            try await server.post(deployments, deployment("web"))
            let marked = try await server.delete("\(deployments)/web", ["propagationPolicy": .string(policy)])
            #expect(marked.json.finalizers == [finalizer])
            #expect(try await server.delete("\(deployments)/web?propagationPolicy=Sideways").code == 422)
        }
    }

    @Test("deletecollection takes what is selected")
    func collection() async throws {
        try await withAPIServer { server in
            for (name, app) in [("a", "web"), ("b", "db"), ("c", "web")] {
                try await server.post(configMaps, configMap(name, labels: ["app": .string(app)]))
            }
            #expect(try await server.delete("\(configMaps)?labelSelector=app%3Dweb").code == 200)
            #expect(try await server.get(configMaps).names == ["b"])
        }
    }
}

@Suite("The decision on a deletion")
struct DeletionDecisionTests {
    private static let now = Time(seconds: 1_000_000)
    private static let running: JSON = ["kind": "Pod", "spec": ["nodeName": "n1"], "status": ["phase": "Running"]]

    private func decide(_ document: JSON, _ request: DeletionRequest = DeletionRequest()) -> Deletion {
        Deletion.decide(document, request, defaultGrace: 30, now: Self.now)
    }

    @Test(
        "what nothing holds is removed at once",
        arguments: [
            ["kind": "ConfigMap"], ["kind": "Pod"],
            ["kind": "Pod", "spec": ["nodeName": "n1"], "status": ["phase": "Failed"]],
            ["kind": "Namespace", "spec": ["finalizers": []]],
        ] as [JSON])
    func removes(document: JSON) {
        #expect(decide(document) == .remove)
    }

    @Test("a second request may shorten the time, and not lengthen it")
    func shortens() throws {
        guard case .mark(let marked) = decide(Self.running) else { throw Unexpected() }
        #expect(marked[path: ["metadata", "deletionGracePeriodSeconds"]] == 30)
        #expect(marked[path: ["metadata", "deletionTimestamp"]] == (Self.now + 30).json)
        #expect(decide(marked, DeletionRequest(gracePeriod: 60)) == .underWay)
        guard case .mark(let sooner) = decide(marked, DeletionRequest(gracePeriod: 5)) else { throw Unexpected() }
        #expect(sooner[path: ["metadata", "deletionTimestamp"]] == (Self.now + 5).json)
        #expect(decide(marked, DeletionRequest(gracePeriod: 0)) == .remove)
    }

    @Test("a namespace is held by its spec")
    func namespace() throws {
        let namespace: JSON = ["kind": "Namespace", "spec": ["finalizers": ["kubernetes"]]]
        guard case .mark(let marked) = decide(namespace) else { throw Unexpected() }
        #expect(!Deletion.isComplete(marked))
        var empty = marked
        empty[path: ["spec", "finalizers"]] = []
        #expect(Deletion.isComplete(empty))
    }

    private struct Unexpected: Error {}
}
