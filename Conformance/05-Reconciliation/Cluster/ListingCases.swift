internal import API
internal import Client
internal import Conformance
internal import HTTP
internal import Schema

/// Lists, as an informer uses them: in pages, fresh enough, and writes that rely on what was read.
enum ListingCases {
    private static let chunks = ReconciliationCluster.concepts + "#retrieving-large-results-sets-in-chunks"
    private static let versions = ReconciliationCluster.concepts + "#resource-versions"

    static let all = [
        ReconciliationCluster.story(
            "pages-are-one-list", "The pages of a list MUST show one moment, whatever happens between them.",
            source: chunks,
            says: "the resourceVersion of the collection remains constant across each request"
        ) { stage in
            let names = (1...7).map { "m\($0)" }
            for name in names { try await stage.create(name) }
            let (found, pages) = try await stage.pages {
                try await stage.create("m0")
                try await stage.create("m9")
                try await stage.delete("m7")
            }
            try stage.scenario.expect("all pages together", found, equals: names)
            try stage.scenario.expect("versions of the pages", Set(pages).count, equals: 1)
        },
        ReconciliationCluster.story(
            "pages-then-watch",
            "A watch from the version of a list in pages MUST bring what happened between the pages.",
            source: chunks
        ) { stage in
            for name in ["a", "b", "c", "d"] { try await stage.create(name) }
            let (_, pages) = try await stage.pages {
                try await stage.delete("a")
                try await stage.create("e")
            }
            try stage.expect(try await stage.watch(2, from: pages.first ?? ""), "-a +e")
        },
        ReconciliationCluster.story(
            "not-older", "A list that must not be older than one's own write MUST show that write.", source: versions,
            says: "Not older than: Return data at least as new as the provided resourceVersion."
        ) { stage in
            for round in 1...5 {
                let written = try await stage.create("m\(round)")
                var query = Query()
                query.add("resourceVersion", written.metadata.resourceVersion)
                query.add("resourceVersionMatch", "NotOlderThan")
                let path = ConfigMap.kind.path(namespace: stage.namespace)
                let list = try await stage.client.document(.get, Target(path: path, query: query))
                let names = (list["items"]?.array ?? []).compactMap { $0[path: ["metadata", "name"]]?.string }
                try stage.scenario.expect(
                    "m\(round) is there", observed: "there are \(names)", names.contains("m\(round)"))
            }
        },
        ReconciliationCluster.story(
            "retry-on-conflict", "Of writers who read, change, and try again when refused, none MUST lose a change.",
            source: "https://github.com/kubernetes/community/blob/master/contributors/devel/sig-architecture/"
                + "api-conventions.md#concurrency-control-and-consistency",
            says:
                "In the case of a conflict, the correct client action at this point is to GET the resource again, apply the "
                + "changes afresh, and try submitting again."
        ) { stage in
            try await stage.create("counter", text: "0")
            stage.scenario.say("four writers count to ten each")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 1...4 { group.addTask { for _ in 1...10 { try await stage.count() } } }
                try await group.waitForAll()
            }
            let text = try await stage.client.get(ConfigMap.self, "counter", namespace: stage.namespace).data["text"]
            try stage.scenario.expect("the counter", text, equals: "40")
        },
        ReconciliationCluster.story(
            "deletes-whom-it-means",
            "A deletion that names a uid MUST be refused when the object is another one by now.",
            source: "https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/delete-options/",
            says: "Must be fulfilled before a deletion is carried out. If not possible, a 409 Conflict status will be "
                + "returned."
        ) { stage in
            let old = try await stage.create("a")
            try await stage.delete("a")
            try await stage.create("a")
            stage.scenario.say("somebody who knows only the first a deletes it")
            do {
                _ = try await stage.client.delete(
                    ConfigMap.self, "a", namespace: stage.namespace, options: DeleteOptions(uid: old.metadata.uid))
                try stage.scenario.fail(expected: "a refusal (409)", observed: "the second a is deleted")
            } catch let status as Status {
                try stage.scenario.expect("the refusal's code", status.code, equals: 409)
            }
        },
    ]
}

extension FollowStage {
    /// A list in pages of two.
    /// - Parameter meanwhile: happens after the first page.
    func pages(_ meanwhile: () async throws -> Void) async throws -> (names: [String], versions: [String]) {
        var options = options()
        options.limit = 2
        var (names, versions) = ([String](), [String]())
        repeat {
            let page = try await client.list(ConfigMap.self, options)
            names += page.items.map(\.name)
            versions.append(page.metadata.resourceVersion)
            options.continue = page.metadata.continue
            scenario.say("a page: \(page.items.map(\.name).joined(separator: " "))")
            if versions.count == 1 { try await meanwhile() }
        } while !options.continue.isEmpty
        return (names, versions)
    }

    /// One more, however often that takes.
    fileprivate func count() async throws {
        while true {
            var map = try await client.get(ConfigMap.self, "counter", namespace: namespace)
            map.data["text"] = "\((Int(map.data["text"] ?? "") ?? 0) + 1)"
            do {
                try await client.update(map)
                return
            } catch let status as Status where status.isConflict {}
        }
    }
}
