internal import Conformance
internal import EtcdAPI
internal import Schema
internal import Synchronization

/// What was acknowledged is there, whatever happens to the process.
enum DurabilityCases {
    private static let durable = "Any completed operations are durable. All accessible data is also durable data."

    static let all = [
        EtcdComponent.story(
            "durability/kill", "A write that was acknowledged MUST be there after the process was killed.", .guarantees,
            says: durable, weight: 2
        ) { stage in
            stage.scenario.say("100 keys are put, one after the other")
            for number in 1...100 { try await stage.store.put(bytes("key-\(number)"), bytes("\(number)")) }
            stage.kill()
            try await stage.startAgain()
            let found = try await stage.store.range(RangeRequest(prefix: bytes("key-")))
            try stage.expect("100 keys", observed: "\(found.count) keys", found.count == 100)
            try stage.expect(
                "revision 101 or more", observed: "revision \(found.header.revision)", found.header.revision >= 101)
        },
        EtcdComponent.story(
            "durability/kill-while-writing",
            "Whatever is being written, a write that was acknowledged MUST NOT be lost when the process is killed.",
            .guarantees, says: durable, weight: 3, seconds: 120
        ) { stage in
            stage.scenario.say("eight clients write numbers that grow, each to a key of its own; three kills")
            var acknowledged = [Int](repeating: 0, count: 8)
            for round in 1...3 {
                acknowledged = try await writeUntilKilled(stage, from: acknowledged, round)
                try await stage.startAgain()
                for (writer, number) in acknowledged.enumerated() {
                    let found =
                        try await stage.store.get(bytes("writer-\(writer)")).flatMap { Int(text($0.value)) } ?? 0
                    try stage.expect(
                        "writer-\(writer) is \(number) or more", observed: "writer-\(writer) is \(found)",
                        found >= number)
                }
            }
        },
        EtcdComponent.story(
            "durability/history", "Older revisions MUST be readable after the process was killed.", .guarantees,
            says: durable
        ) { stage in
            for number in 1...20 { try await stage.store.put(bytes("a"), bytes("\(number)")) }
            stage.kill()
            try await stage.startAgain()
            for number in [1, 7, 20] {
                let found = try await stage.store.get(bytes("a"), revision: number + 1).map { text($0.value) }
                try stage.expect(
                    "a is \(number) at revision \(number + 1)", observed: "a is \(found ?? "not there")",
                    found == "\(number)")
            }
        },
        EtcdComponent.story(
            "durability/compaction", "What was compacted MUST be refused after the process was killed, too.",
            .guarantees
        ) { stage in
            for number in 1...10 { try await stage.store.put(bytes("a"), bytes("\(number)")) }
            _ = try await stage.store.compact(CompactionRequest(revision: 6, physical: true))
            stage.kill()
            try await stage.startAgain()
            try await stage.expectRefusal(.compacted(revision: 0), of: "a is read at revision 5") {
                () async throws(StoreError) in
                _ = try await stage.store.get(bytes("a"), revision: 5)
            }
            let found = try await stage.store.get(bytes("a"), revision: 6)
            try stage.expect(
                "a is 5 at revision 6", observed: "a is \(found.map { text($0.value) } ?? "not there")",
                found?.value == bytes("5"))
        },
        EtcdComponent.story(
            "durability/leases", "Leases, and which keys live with them, MUST be there after the process was killed.",
            .guarantees, weight: 2
        ) { stage in
            let lease = try await stage.store.leaseGrant(LeaseGrantRequest(timeToLive: 300)).id
            try await stage.store.put(bytes("a"), bytes("1"), lease: lease)
            try await stage.store.put(bytes("b"), bytes("1"), lease: lease)
            try await stage.store.put(bytes("b"), bytes("2"))
            stage.kill()
            try await stage.startAgain()
            let left = try await stage.store.leaseTimeToLive(LeaseTimeToLiveRequest(id: lease, keys: true))
            try stage.expect(
                "the lease has the key a and time left",
                observed: "keys \(left.keys.map(\.text)), \(left.timeToLive) s left",
                left.keys.map(\.text) == ["a"] && left.timeToLive > 0)
            _ = try await stage.store.leaseRevoke(LeaseRevokeRequest(id: lease))
            let found = try await stage.store.range(RangeRequest(prefix: [])).kvs.map { text($0.key) }
            try stage.expect("only b is left", observed: "\(found)", found == ["b"])
        },
        EtcdComponent.story(
            "durability/watch-resumes", "A watch MUST go on, after the process was killed, where it was.", .guarantees,
            says:
                "Resumable - A broken watch can be resumed by establishing a new watch starting after the last revision "
                + "received in a watch event before the break, so long as the revision is in the history window.",
            weight: 2
        ) { stage in
            for number in 1...5 { try await stage.store.put(bytes("a"), bytes("\(number)")) }
            stage.kill()
            try await stage.startAgain()
            try await stage.store.put(bytes("a"), bytes("6"))
            let watch = try await stage.store.watch(WatchCreateRequest(key: bytes("a"), startRevision: 4))
            let values = try await Watched.events(of: watch, count: 4, stage).map { text($0.kv.value) }
            try stage.expect("3, 4, 5, 6", observed: values.joined(separator: ", "), values == ["3", "4", "5", "6"])
        },
    ]

    /// Each client writes the next number when the last one was acknowledged.
    /// - Returns: the last one of each.
    private static func writeUntilKilled(_ stage: EtcdOnStage, from first: [Int], _ round: Int) async throws -> [Int] {
        let writing = Writing(first)
        await withTaskGroup(of: Void.self) { group in
            for writer in first.indices { group.addTask { await write(stage, writer, from: first[writer], writing) } }
            while writing.acknowledged.reduce(0, +) < first.reduce(0, +) + 100 * round, !Task.isCancelled {
                try? await Task.sleep(for: .milliseconds(5))
            }
            stage.kill()
            writing.stop()
        }
        return writing.acknowledged
    }

    /// Nobody knows whether a write that failed happened; the next one says a larger number.
    private static func write(_ stage: EtcdOnStage, _ writer: Int, from first: Int, _ writing: Writing) async {
        var number = first
        while !writing.isOver {
            number += 1
            let written = try? await stage.store.put(bytes("writer-\(writer)"), bytes("\(number)"))
            if written != nil { writing.acknowledge(number, of: writer) }
        }
    }
}

/// How far several writers are.
private final class Writing: Sendable {
    private let state: Mutex<(numbers: [Int], isOver: Bool)>

    init(_ first: [Int]) { state = Mutex((first, false)) }

    var acknowledged: [Int] { state.withLock(\.numbers) }
    var isOver: Bool { state.withLock(\.isOver) }
    func acknowledge(_ number: Int, of writer: Int) { state.withLock { $0.numbers[writer] = number } }
    func stop() { state.withLock { $0.isOver = true } }
}
