internal import Conformance
internal import EtcdAPI
internal import GRPC

/// Reading a watch in cases.
enum Watched {
    /// So many events, in order, and whatever comes with the last of them.
    static func events(of watch: WatchStream, count: Int, _ stage: EtcdOnStage) async throws -> [Event] {
        var events: [Event] = []
        for try await batch in watch where events.count < count {
            events += batch.events
            if events.count >= count { break }
        }
        return events
    }
}

/// What the documentation guarantees of watches, on the wire.
enum WatchStreamCases {
    static let all = [
        EtcdComponent.story(
            "watch/atomic", "The changes of one revision MUST be in one answer.", .guarantees,
            says:
                "Atomic - a list of events is guaranteed to encompass complete revisions; updates in the same revision "
                + "over multiple keys will not be split over several lists of events.", weight: 2
        ) { stage in
            let watch = try await stage.store.watch(WatchCreateRequest(prefix: bytes("k"), startRevision: 2))
            stage.scenario.say("ten transactions with 100 puts each")
            for round in 0..<10 {
                _ = try await stage.store.transaction(
                    TxnRequest(
                        compare: [],
                        success: (0..<100).map { .put(PutRequest(key: bytes("k\($0)"), value: bytes("\(round)"))) }))
            }
            var seen: [Int: Int] = [:]
            for try await batch in watch {
                for revision in Set(batch.events.map(\.kv.modRevision)) {
                    let count = batch.events.count { $0.kv.modRevision == revision }
                    try stage.expect(
                        "all 100 changes of revision \(revision) at once", observed: "\(count)",
                        count == 100 && seen[revision] == nil)
                    seen[revision] = count
                }
                if seen.count == 10 { break }
            }
        },
        EtcdComponent.story(
            "watch/ordered-and-unique",
            "While many write, every watch MUST see each change once and in the order of revisions.", .guarantees,
            says: "Unique - an event will never appear on a watch twice.",
            weight: 2
        ) { stage in
            stage.scenario.say("five watches, begun at different times, while four clients write 50 times each")
            try await manyWatches(stage)
        },
        EtcdComponent.story(
            "watch/bookmarkable", "A watch MUST say how far it is, when it is asked.", .guarantees,
            says:
                "Bookmarkable - Progress notification events guarantee that all events up to a revision have been already "
                + "delivered.", weight: 2
        ) { stage in
            let watch = try await stage.store.watch(WatchCreateRequest(key: bytes("a")))
            try await stage.store.put(bytes("a"), bytes("1"))
            _ = try await Watched.events(of: watch, count: 1, stage)
            for number in 1...5 { try await stage.store.put(bytes("other"), bytes("\(number)")) }
            stage.scenario.say("revision 7 is reached; the watched key has not changed since revision 2")
            var iterator = watch.makeAsyncIterator()
            try await stage.wait(for: "progress at revision 7") {
                try await watch.requestProgress()
                return try await iterator.next()?.revision == 7
            }
        },
        EtcdComponent.story(
            "watch/several-on-a-stream", "Several watches on one stream MUST be told apart by their identifiers.", .api,
            says:
                "A single watch stream can multiplex many distinct watches by tagging events with per-watch identifiers."
        ) { stage in
            let stream = try await stage.client.bidirectional(WatchService.watch)
            for key in ["a", "b"] { try await stream.requests.write(.create(WatchCreateRequest(key: bytes(key)))) }
            var created: [Int] = []
            while created.count < 2, let answer = try await stream.responses.next() { created.append(answer.watchID) }
            try stage.expect("two identifiers", observed: "\(created)", Set(created).count == 2)
            try await stage.store.put(bytes("b"), bytes("1"))
            try await stage.store.put(bytes("a"), bytes("2"))
            var seen: [Int: String] = [:]
            while seen.count < 2, let answer = try await stream.responses.next() {
                for event in answer.events { seen[answer.watchID] = text(event.kv.key) }
            }
            try stage.expect(
                "each watch saw its own key", observed: "\(seen)",
                seen == [created[0]: "a", created[1]: "b"] || seen == [created[1]: "a", created[0]: "b"])
            stream.cancel()
        },
        EtcdComponent.story(
            "watch/cancelled", "A watch that was cancelled MUST say so, and see nothing more.", .api
        ) { stage in
            let stream = try await stage.client.bidirectional(WatchService.watch)
            try await stream.requests.write(.create(WatchCreateRequest(key: bytes("a"))))
            let id = try await stream.responses.next()?.watchID ?? 0
            try await stream.requests.write(.cancel(WatchCancelRequest(watchID: id)))
            let answer = try await stream.responses.next()
            try stage.expect(
                "cancelled", observed: answer.map { "\($0)" } ?? "the end of the stream", answer?.canceled == true)
            try await stage.store.put(bytes("a"), bytes("1"))
            // A second watch on the stream shows that the first one is silent.
            try await stream.requests.write(.create(WatchCreateRequest(key: bytes("b"))))
            let created = try await stream.responses.next()
            try stage.expect(
                "a new watch, and no event", observed: created.map { "\($0)" } ?? "the end of the stream",
                created?.created == true && created?.events.isEmpty == true)
            stream.cancel()
        },
        EtcdComponent.story(
            "watch/compacted", "A watch of history that is gone MUST be cancelled, and told where history begins.",
            .api,
            says:
                "Compact_Revision - set to the minimum historical revision available to etcd if a watcher tries watching "
                + "at a compacted revision."
        ) { stage in
            for number in 1...9 { try await stage.store.put(bytes("a"), bytes("\(number)")) }
            _ = try await stage.store.compact(CompactionRequest(revision: 7))
            try await stage.expectRefusal(.compacted(revision: 7), of: "a watch from revision 3") {
                () async throws(StoreError) in
                let watch = try await stage.store.watch(WatchCreateRequest(key: bytes("a"), startRevision: 3))
                var iterator = watch.makeAsyncIterator()
                _ = try await iterator.next()
            }
        },
    ]

    private static func manyWatches(_ stage: EtcdOnStage) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<4 {
                group.addTask {
                    for number in 0..<50 { try await stage.store.put(bytes("k/\(writer)"), bytes("\(number)")) }
                }
            }
            for _ in 0..<5 {
                group.addTask {
                    let watch = try await stage.store.watch(WatchCreateRequest(prefix: bytes("k/"), startRevision: 2))
                    let revisions = try await Watched.events(of: watch, count: 200, stage).map(\.kv.modRevision)
                    try stage.expect(
                        "the revisions 2 to 201 in order", observed: "\(revisions)", revisions == Array(2...201))
                }
                try await Task.sleep(for: .milliseconds(10))
            }
            try await group.waitForAll()
        }
    }
}
