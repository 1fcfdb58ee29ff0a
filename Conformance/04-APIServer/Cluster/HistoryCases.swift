internal import APIServerContract
internal import Conformance
internal import ConformanceStage
internal import EtcdAPI
internal import HTTP
internal import Schema

/// What the store has forgotten: 410, never a wrong answer. They run alone, for they take the history of all others along.
enum HistoryCases {
    static let all = [
        history(
            "exact-forgotten", "A list of a version that is forgotten MUST be refused with 410.",
            says:
                "API servers … may … respond with a 410 (Gone) HTTP response … If the requested historical versions of that "
                + "resource are not available"
        ) { stage, store in
            try await stage.create("a")
            let then = try await stage.get("configmaps").version
            try await stage.patch("configmaps/a", .merge, ["data": ["color": "blue"]])
            try await forget(stage, store)
            let answer = try await stage.get("configmaps?resourceVersionMatch=Exact&resourceVersion=\(then)")
            try stage.expectGone(answer)
            try stage.expect(try await stage.get("configmaps?resourceVersion=\(then)"), 200)
        },
        history(
            "continue-forgotten", "A continue token of a version that is forgotten MUST be refused with 410.",
            says:
                "Like a watch operation, a continue token will expire after a short amount of time (by default 5 minutes) and "
                + "return a 410 Gone if more results cannot be returned."
        ) { stage, store in
            for name in ["a", "b", "c"] { try await stage.create(name) }
            let token = try await stage.get("configmaps?limit=1").at("metadata", "continue")?.string ?? ""
            try await stage.patch("configmaps/a", .merge, ["data": ["color": "blue"]])
            try await forget(stage, store)
            try stage.expectGone(try await stage.get("configmaps?limit=1&continue=\(token)"))
        },
    ]

    private static func history(
        _ name: String, _ must: String, says: String,
        _ body: @escaping @Sendable (ServerStage, RemoteStore) async throws -> Void
    ) -> Case {
        let shared = SharedCase(name, must, .concepts, says: says) { _ in }
        return Case("apiserver/component/\(name)", shared.requirement, isAlone: true) { scenario in
            let plane = try scenario.setting(as: ControlPlane.self)
            let stage = ServerStage(
                scenario: scenario, client: plane.client, namespace: "apiserver-\(String(scenario.seed, radix: 36))")
            try await stage.prepare()
            guard let place = plane.store else { throw Skipped("the store of this control plane can't be reached") }
            let store = try RemoteStore(servers: [place])
            try await body(stage, store)
            store.close()
            try await stage.leave()
        }
    }

    /// Everything but the present.
    private static func forget(_ stage: ServerStage, _ store: RemoteStore) async throws {
        stage.scenario.say("the store is compacted to the present")
        let present = try await stage.get("configmaps").version
        _ = try await store.compact(CompactionRequest(revision: Int(present) ?? 0))
    }
}

extension ServerStage {
    fileprivate func expectGone(_ answer: Answer) throws {
        try expect(answer, 410)
        let reason = answer.at("reason")?.string ?? ""
        try expect("the reason Expired or Gone", ["Expired", "Gone"].contains(reason), observed: reason)
    }
}
