internal import API
internal import APIServerContract
internal import Client
internal import Conformance
internal import HTTP
internal import Schema

/// Watches: what happens after a version, all of it, in order.
enum WatchingCases {
    static let all = [
        SharedCase(
            "watch", "A watch from a list's version MUST show every change after it, in order.", .concepts,
            says: "The API server sends all changes … that occur after the supplied resourceVersion"
        ) { stage in
            try await stage.create("before")
            let version = try await stage.get("configmaps").version
            try await stage.create("a")
            try await stage.patch("configmaps/a", .merge, ["data": ["color": "blue"]])
            try await stage.create("b")
            try await stage.delete("configmaps/a")
            let events = try await stage.watch("configmaps", "resourceVersion=\(version)&timeoutSeconds=10", until: 4)
            try stage.expect("events", events.map(\.description), ["ADDED a", "MODIFIED a", "ADDED b", "DELETED a"])
            try stage.expect("the last state", events.last?.object["data"], ["color": "blue"])
            let versions = Set(events.map(\.object.resourceVersion))
            try stage.expect("a version of its own for each", versions.count == 4, observed: "\(versions)")
        },
        SharedCase(
            "watch-go-on", "A watch from an event's version MUST show what comes after it, and nothing again.",
            .concepts,
            says:
                "If a client watch is disconnected, that client can start a new watch from the last returned resourceVersion"
        ) { stage in
            let version = try await stage.get("configmaps").version
            for name in ["a", "b", "c"] { try await stage.create(name) }
            try await stage.delete("configmaps/b")
            var from = version
            var seen: [String] = []
            for _ in 1...4 {
                let event = try await stage.watch("configmaps", "resourceVersion=\(from)&timeoutSeconds=10", until: 1)
                seen += event.map(\.description)
                from = event.first?.object.resourceVersion ?? from
            }
            try stage.expect("one event at a time", seen, ["ADDED a", "ADDED b", "ADDED c", "DELETED b"])
        },
        SharedCase(
            "watch-live", "A watch MUST show what happens while it goes on.", .concepts
        ) { stage in
            let version = try await stage.get("configmaps").version
            async let events = stage.watch("configmaps", "resourceVersion=\(version)&timeoutSeconds=20", until: 2)
            try await Task.sleep(for: .milliseconds(300))
            try await stage.create("a")
            try await stage.delete("configmaps/a")
            try stage.expect("events", try await events.map(\.description), ["ADDED a", "DELETED a"])
        },
        SharedCase(
            "watch-start", "A watch without a version, or from 0, MUST begin with what is there, as added.", .concepts,
            says:
                "Get State and Start at Any: … the watch begins with synthetic “Added” events of all resource instances"
        ) { stage in
            try await stage.create("a")
            try await stage.create("b")
            for query in ["timeoutSeconds=5", "resourceVersion=0&timeoutSeconds=5"] {
                let events = try await stage.watch("configmaps", query, until: 2)
                try stage.expect("events", events.map(\.description).sorted(), ["ADDED a", "ADDED b"])
            }
        },
        SharedCase(
            "watch-timeout", "A watch with timeoutSeconds MUST end by itself.", .concepts
        ) { stage in
            let version = try await stage.get("configmaps").version
            let start = ContinuousClock.now
            _ = try await stage.watch("configmaps", "resourceVersion=\(version)&timeoutSeconds=2")
            let seconds = start.duration(to: .now).components.seconds
            try stage.expect("after about 2 s", (1...10).contains(seconds), observed: "after \(seconds) s")
        },
        SharedCase(
            "bookmarks",
            "A bookmark MUST have the watched kind and a version from which nothing is missed, and come only to "
                + "who allows it.", .concepts,
            says: "The object returned … is of the type requested by the request, but only includes a "
                + ".metadata.resourceVersion field."
        ) { stage in
            let version = try await stage.get("configmaps").version
            let query = "resourceVersion=\(version)&timeoutSeconds=4"
            async let silent = stage.watch("configmaps", query)
            async let told = stage.watch("configmaps", query + "&allowWatchBookmarks=true")
            try await Task.sleep(for: .milliseconds(200))
            try await stage.create("a")
            let others = try await silent.filter { $0.type == "BOOKMARK" }
            try stage.expect("no bookmark without allowWatchBookmarks", others.isEmpty, observed: "\(others)")
            guard let bookmark = try await told.last, bookmark.type == "BOOKMARK" else {
                return stage.scenario.say("no bookmark came, which is allowed")
            }
            try stage.expect("its kind", bookmark.object["kind"], "ConfigMap")
            try stage.expect("no name", bookmark.object.name.isEmpty, observed: "\(bookmark.object)")
            try await stage.create("b")
            let next = "resourceVersion=\(bookmark.object.resourceVersion)&timeoutSeconds=10"
            let events = try await stage.watch("configmaps", next, until: 1)
            try stage.expect("what comes after it", events.map(\.description), ["ADDED b"])
        },
        SharedCase(
            "watch-match", "A watch with resourceVersionMatch alone MUST be refused with 422.", .concepts
        ) { stage in
            let answer = try await stage.get(
                "configmaps?watch=true&resourceVersion=1&resourceVersionMatch=Exact&timeoutSeconds=1")
            try stage.expectRefusal(answer, 422, "Invalid")
        },
    ]
}
