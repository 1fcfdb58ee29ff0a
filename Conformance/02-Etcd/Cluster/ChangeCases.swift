internal import API
internal import Client
internal import Conformance
internal import HTTP
internal import Schema

/// Lists and watches: one state, and what has changed since.
enum ChangeCases {
    private static let detection =
        "These changes itemize the outcome of operations (such as create, delete, and update) that occurred after the "
        + "resourceVersion you specified as a parameter to the watch request."
    private static let chunks =
        "… the ability to break a single large collection request into many smaller chunks while preserving the "
        + "consistency of the total request."

    static let all = [
        EtcdCluster.story(
            "watch/since-a-list", "A watch from a list's resourceVersion MUST see every change since, and none before.",
            says: detection, weight: 2
        ) { stage in
            let a = try await stage.create("a", "1")
            let version = try await stage.list().metadata.resourceVersion
            let second = try await stage.set(a, "2")
            try await stage.create("b", "1")
            try await stage.set(second, "3")
            try await stage.delete("a")
            let events = try await stage.events(from: version, count: 4).map(\.text)
            try stage.expect(
                "modified a=2, added b=1, modified a=3, deleted a=3", observed: events.joined(separator: ", "),
                events == ["modified a=2", "added b=1", "modified a=3", "deleted a=3"])
        },
        EtcdCluster.story(
            "watch/resumes", "A watch from the version of the last event MUST go on without a gap.", says: detection,
            weight: 2
        ) { stage in
            let version = try await stage.list().metadata.resourceVersion
            var map = try await stage.create("a", "1")
            map = try await stage.set(map, "2")
            let seen = try await stage.events(from: version, count: 2)
            map = try await stage.set(map, "3")
            map = try await stage.set(map, "4")
            let last = seen.last?.map.metadata.resourceVersion ?? ""
            let events = try await stage.events(from: last, count: 2).map(\.text)
            try stage.expect(
                "modified a=3, modified a=4", observed: events.joined(separator: ", "),
                events == ["modified a=3", "modified a=4"])
        },
        EtcdCluster.story(
            "watch/overwritten-values", "A watch MUST see each change, also of values that were overwritten meanwhile.",
            says: detection
        ) { stage in
            let version = try await stage.list().metadata.resourceVersion
            var map = try await stage.create("a", "1")
            for number in 2...8 { map = try await stage.set(map, "\(number)") }
            let events = try await stage.events(from: version, count: 8).map(\.text)
            let expected = ["added a=1"] + (2...8).map { "modified a=\($0)" }
            try stage.expect(
                expected.joined(separator: ", "), observed: events.joined(separator: ", "), events == expected)
        },
        EtcdCluster.story(
            "watch/deletion-has-a-version",
            "The event of a deletion MUST carry a resourceVersion from which a watch goes on.", says: detection
        ) { stage in
            try await stage.create("a", "1")
            let version = try await stage.list().metadata.resourceVersion
            try await stage.delete("a")
            let deletion = try await stage.events(from: version, count: 1)
            try await stage.create("b", "1")
            let last = deletion.first?.map.metadata.resourceVersion ?? ""
            let events = try await stage.events(from: last, count: 1).map(\.text)
            try stage.expect("added b=1", observed: events.joined(separator: ", "), events == ["added b=1"])
        },
        EtcdCluster.story(
            "watch/selected", "A watch with a selector MUST see an object that comes to match it as added.",
            source: EtcdCluster.concepts
        ) { stage in
            let version = try await stage.list().metadata.resourceVersion
            var map = stage.object("a")
            let labels = map.metadata.labels
            map.metadata.labels = [:]
            map = try await stage.client.create(map)
            map.metadata.labels = labels
            map = try await stage.client.update(map)
            map.metadata.labels = [:]
            map = try await stage.client.update(map)
            stage.scenario.say("a gets the label that is watched for, and loses it again")
            let events = try await stage.events(from: version, count: 2).map(\.text)
            _ = try await stage.client.delete(
                ConfigMap.self, map.metadata.name, namespace: EtcdCluster.namespace)
            try stage.expect(
                "added a=1, deleted a=1", observed: events.joined(separator: ", "),
                events == ["added a=1", "deleted a=1"])
        },
        EtcdCluster.story(
            "watch/all-or-gone",
            "A watch from an old version MUST bring every change since, or 410 Gone where history is gone.",
            says: "clients must handle the case by recognizing the status code 410 Gone",
            weight: 2
        ) { stage in
            var map = try await stage.create("a", "1")
            map = try await stage.set(map, "2")
            try await stage.set(map, "3")
            do {
                // From when the cluster began.
                let events = try await stage.events(from: "1", count: 3).map(\.text)
                try stage.expect(
                    "added a=1, modified a=2, modified a=3; or 410", observed: events.joined(separator: ", "),
                    events == ["added a=1", "modified a=2", "modified a=3"])
            } catch let status as Status {
                try stage.expect("410", observed: "\(status.code): \(status.message)", status.code == 410)
            }
        },
        EtcdCluster.story(
            "list/pages", "A list in pages MUST have each object once, and one resourceVersion.", says: chunks,
            weight: 2
        ) { stage in
            for number in 1...7 { try await stage.create("p\(number)") }
            let pages = try await pages(stage, limit: 3, afterFirst: {})
            try stage.expect(
                "pages of 3, 3, 1", observed: "\(pages.map(\.items.count))", pages.map(\.items.count) == [3, 3, 1])
            let names = Set(pages.flatMap(\.items).map(\.metadata.name))
            try stage.expect("7 objects", observed: "\(names.count)", names.count == 7)
            try stage.expect(
                "one resourceVersion", observed: "\(pages.map(\.metadata.resourceVersion))",
                Set(pages.map(\.metadata.resourceVersion)).count == 1)
        },
        EtcdCluster.story(
            "list/pages-of-one-state", "What is written between pages MUST NOT be seen in them.", says: chunks
        ) { stage in
            for number in 1...5 { try await stage.create("p\(number)") }
            let pages = try await pages(stage, limit: 2) {
                try await stage.create("p6")
                try await stage.delete("p5")
            }
            let names = pages.flatMap(\.items).map(short)
            try stage.expect(
                "p1, p2, p3, p4, p5", observed: names.joined(separator: ", "), names == ["p1", "p2", "p3", "p4", "p5"])
        },
        EtcdCluster.story(
            "list/exact-version", "A list of exactly a version MUST show what was there then.",
            says: "resourceVersionMatch=Exact: Return data at the exact resource version provided."
        ) { stage in
            let a = try await stage.create("a", "1")
            let version = try await stage.list().metadata.resourceVersion
            try await stage.set(a, "2")
            try await stage.create("b", "1")
            let target = Target(
                path: "/api/v1/namespaces/\(EtcdCluster.namespace)/configmaps",
                query: [
                    "labelSelector": stage.options.labelSelector, "resourceVersion": version,
                    "resourceVersionMatch": "Exact",
                ])
            stage.scenario.say("a list at exactly \(version)")
            let found = try await stage.client.document(.get, target)["items"]?.array ?? []
            let values = found.compactMap { $0[path: ["data", "value"]]?.string }
            try stage.expect("a=1 alone", observed: "\(values)", values == ["1"])
        },
    ]

    private static func pages(
        _ stage: ObjectsOnStage, limit: Int, afterFirst: () async throws -> Void
    ) async throws -> [ResourceList<ConfigMap>] {
        var options = stage.options
        options.limit = limit
        var pages = [try await stage.client.list(ConfigMap.self, options)]
        try await afterFirst()
        while let next = pages.last?.metadata.continue, !next.isEmpty {
            options.continue = next
            pages.append(try await stage.client.list(ConfigMap.self, options))
        }
        return pages
    }
}
