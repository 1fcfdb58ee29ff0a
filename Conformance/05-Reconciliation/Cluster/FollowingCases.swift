internal import API
internal import Client
internal import Conformance
internal import HTTP
internal import Schema

/// Watches, as an informer uses them: begun where a list ended, broken, begun again, too late.
enum FollowingCases {
    private static let changes = ReconciliationCluster.concepts + "#efficient-detection-of-changes"
    private static let bookmarks = ReconciliationCluster.concepts + "#watch-bookmarks"
    private static let gone = ReconciliationCluster.concepts + "#410-gone-responses"

    static let all =
        resuming + filtering + [
            ReconciliationCluster.story(
                "too-old", "A watch from a version that is too old MUST be answered by 410 Gone.", source: gone,
                says:
                    "If a client watch is disconnected they can start a new watch from the last returned resourceVersion … If "
                    + "the client's resourceVersion is too old, the server answers 410 Gone."
            ) { stage in
                try await stage.create("ballast")
                guard let status = try await stage.refusal(of: "1") else {
                    throw Skipped("this cluster still remembers version 1, even after 14 MB of changes")
                }
                try stage.scenario.expect(
                    "410, reason Expired or Gone", observed: "\(status.code), \(status.reason.rawValue)",
                    status.code == 410 && ["Expired", "Gone"].contains(status.reason.rawValue))
                try await stage.create("a")
                let version = try await stage.list().version
                try await stage.write("a", "1")
                try stage.expect(try await stage.watch(1, from: version), "a=1")
            }
        ]

    private static let resuming = [
        ReconciliationCluster.story(
            "list-then-watch",
            "A watch from a list's version MUST bring what has happened after the list, and all of it.",
            source: changes,
            says:
                "Kubernetes clients can use the list's resourceVersion to then start a watch and observe all subsequent "
                + "changes."
        ) { stage in
            try await stage.create("a")
            let version = try await stage.list().version
            try await stage.create("b")
            try await stage.write("a", "1")
            try await stage.delete("b")
            try stage.expect(try await stage.watch(3, from: version), "+b a=1 -b")
        },
        ReconciliationCluster.story(
            "resume",
            "A watch that is begun again from the last event's version MUST bring the rest, and nothing twice.",
            source: changes,
            says: "If a client watch is disconnected, that client can start a new watch from the last returned "
                + "resourceVersion"
        ) { stage in
            var version = try await stage.list().version
            try await stage.create("a")
            for text in ["1", "2", "3", "4", "5"] { try await stage.write("a", text) }
            var seen: [Seen] = []
            for _ in 1...3 {
                let two = try await stage.watch(2, from: version)
                stage.scenario.say("the watch is broken off after two events")
                version = two.last?.version ?? version
                seen += two
            }
            try stage.expect(seen, "+a a=1 a=2 a=3 a=4 a=5")
        },
        ReconciliationCluster.story(
            "resume-after-deletion", "A deletion's event MUST have a version of its own, from which a watch can go on.",
            source: changes
        ) { stage in
            try await stage.create("a")
            let version = try await stage.list().version
            try await stage.delete("a")
            try await stage.create("b")
            let first = try await stage.watch(1, from: version)
            try stage.expect(first, "-a")
            try stage.expect(try await stage.watch(1, from: first[0].version), "+b")
        },
        ReconciliationCluster.story(
            "bookmark", "A watch from a bookmark's version MUST bring what has happened after it.", source: bookmarks,
            says:
                "a bookmark event … to mark that all changes up to a given resourceVersion the client is requesting have "
                + "already been sent", coverage: .extended(feature: "WatchBookmark")
        ) { stage in
            try await stage.create("a", labels: ["app": "web"])
            let version = try await stage.list("app=web").version
            stage.scenario.say("somebody watches app=web for some seconds, in which only others change")
            for number in 1...3 { try await stage.create("other-\(number)") }
            var bookmark: String?
            let events = try await stage.client.watch(
                ConfigMap.self, stage.options("app=web"), from: version, seconds: 8)
            for try await event in events {
                if case .bookmark(let version) = event { bookmark = version }
            }
            guard let bookmark else { throw Skipped("no bookmark came in eight seconds; a server needs not send any") }
            stage.scenario.say("a bookmark has come, and then the watch has ended")
            try await stage.write("a", "1")
            try stage.expect(try await stage.watch(1, from: bookmark, "app=web"), "a=1")
        },
        ReconciliationCluster.story(
            "ends-by-itself", "A watch MUST end after the seconds that were asked for, without an error.",
            source:
                "https://kubernetes.io/docs/reference/kubernetes-api/common-parameters/common-parameters/#timeoutSeconds"
        ) { stage in
            let version = try await stage.list().version
            let start = ContinuousClock.now
            for try await _ in try await stage.client.watch(
                ConfigMap.self, stage.options(), from: version, seconds: 2)
            {}
            let seconds = start.duration(to: .now)
            try stage.scenario.expect(
                "an end after about 2 seconds", observed: "after \(seconds)",
                seconds >= .seconds(1) && seconds < .seconds(10))
            try await stage.create("a")
            try stage.expect(try await stage.watch(1, from: version), "+a")
        },
    ]

    private static let filtering = [
        ReconciliationCluster.story(
            "leaves-the-selector", "An object that a watch's selector no longer matches MUST come as deleted.",
            source: "https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#list-and-watch-filtering"
        ) { stage in
            try await stage.create("a", labels: ["app": "web"])
            try await stage.create("b", labels: ["app": "db"])
            let version = try await stage.list("app=web").version
            stage.scenario.say("a and b change places")
            try await stage.patch("a", ["metadata": ["labels": ["app": "db"]]])
            try await stage.patch("b", ["metadata": ["labels": ["app": "web"]]])
            try stage.expect(try await stage.watch(2, from: version, "app=web"), "-a +b")
        },
        ReconciliationCluster.story(
            "from-any-version", "A watch without a version MUST begin with an addition for each object that there is.",
            source: ReconciliationCluster.concepts + "#semantics-for-watch",
            says:
                "Get State and Start at Any … To establish initial state, the watch begins with synthetic \"Added\" events "
                + "of all resources instances that exist at the starting resource version."
        ) { stage in
            for name in ["a", "b", "c"] { try await stage.create(name) }
            let seen = try await stage.watch(3, from: "").map(\.text).sorted()
            try stage.scenario.expect("the first three events", seen, equals: ["+a", "+b", "+c"])
        },
    ]
}

extension FollowStage {
    /// How a watch from this version is refused; nil when it isn't, not even after much has been written.
    fileprivate func refusal(of version: String) async throws -> Status? {
        for round in 0..<16 {
            if round % 5 == 0, let status = try await answer(from: version) { return status }
            let text = String(repeating: "\(round % 10)", count: 900_000)
            try await patch("ballast", ["data": ["text": .string(text)]])
        }
        return try await answer(from: version)
    }

    private func answer(from version: String) async throws -> Status? {
        scenario.say("somebody watches from version \(version)")
        do {
            for try await _ in try await client.watch(ConfigMap.self, options(), from: version, seconds: 2) {
                return nil
            }
            return nil
        } catch let status as Status { return status }
    }
}
