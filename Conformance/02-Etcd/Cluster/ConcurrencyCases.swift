internal import Conformance
internal import EtcdAPI
internal import GRPC
internal import Synchronization

/// Many clients at once: there is one order, and everybody sees it.
enum ConcurrencyCases {
    private static let total =
        "KV Service operations are atomic and occur in a total order, consistent with real-time order of those operations."

    static let all = [
        EtcdComponent.story(
            "concurrency/no-lost-update",
            "Of changes that depend on the revision read before, none MUST be lost, however many clients make them.",
            .guarantees, says: total, weight: 2
        ) { stage in
            stage.scenario.say("eight clients add one, 20 times each: read, then write if nobody has written since")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<8 {
                    group.addTask { for _ in 0..<20 { try await increment(stage) } }
                }
                try await group.waitForAll()
            }
            let found = try await stage.store.get(bytes("counter"))
            try stage.expect(
                "counter is 160", observed: "counter is \(found.map { text($0.value) } ?? "not there")",
                found?.value == bytes("160"))
            try stage.expect(
                "version 160", observed: "version \(found?.version ?? 0)", found?.version == 160)
        },
        EtcdComponent.story(
            "concurrency/revisions-are-unique", "Each write MUST have a revision of its own.", .guarantees, says: total
        ) { stage in
            stage.scenario.say("200 puts by ten clients at once")
            let revisions = try await withThrowingTaskGroup(of: [Int].self) { group in
                for client in 0..<10 {
                    group.addTask {
                        var revisions: [Int] = []
                        for number in 0..<20 {
                            let put = try await stage.store.put(bytes("key-\(client)"), bytes("\(number)"))
                            revisions.append(put.header.revision)
                        }
                        return revisions
                    }
                }
                return try await group.reduce(into: [[Int]]()) { $0.append($1) }
            }
            let all = revisions.flatMap(\.self).sorted()
            try stage.expect(
                "the revisions 2 to 201, each once", observed: "\(Set(all).count) different ones",
                all == Array(2...201))
            try stage.expect(
                "each client's revisions grow", observed: "they don't",
                revisions.allSatisfy { zip($0, $0.dropFirst()).allSatisfy { $0 < $1 } })
        },
        EtcdComponent.story(
            "concurrency/reads-are-fresh", "A read that begins after a write was acknowledged MUST see it.",
            .guarantees,
            says: total
        ) { stage in
            stage.scenario.say("one client writes, another reads each time")
            let reader = stage.client
            for number in 1...100 {
                let written = try await stage.store.put(bytes("a"), bytes("\(number)"))
                let read = try await reader.unary(KVService.range, RangeRequest(key: bytes("a")))
                try stage.expect(
                    "a is \(number)", observed: "a is \(read.kvs.first.map { text($0.value) } ?? "not there")",
                    read.kvs.first?.value == bytes("\(number)"))
                try stage.expect(
                    "revision \(written.header.revision) or more", observed: "\(read.header.revision)",
                    read.header.revision >= written.header.revision)
            }
        },
        EtcdComponent.story(
            "concurrency/transactions-are-atomic",
            "Nobody MUST see one half of a transaction without the other.", .guarantees, says: total, weight: 2
        ) { stage in
            stage.scenario.say("one client moves 1 from a to b, 100 times; others read both at once")
            try await transfer(stage)
        },
        EtcdComponent.story(
            "limits/empty-key", "An empty key MUST be refused.", .reference
        ) { stage in
            try await stage.expectRefusal(.emptyKey, of: "put with an empty key") { () async throws(StoreError) in
                _ = try await stage.store.put([], bytes("1"))
            }
            try await stage.expectRefusal(.emptyKey, of: "range with an empty key") { () async throws(StoreError) in
                _ = try await stage.store.range(RangeRequest(key: []))
            }
        },
        EtcdComponent.story(
            "limits/operations", "A transaction of more than 128 operations MUST be refused.", .configuration,
            says: "max-txn-ops … default: 128"
        ) { stage in
            func puts(_ count: Int) -> TxnRequest {
                TxnRequest(
                    compare: [], success: (0..<count).map { .put(PutRequest(key: bytes("k\($0)"), value: [])) })
            }
            _ = try await stage.store.transaction(puts(128))
            try await stage.expectRefusal(.tooManyOperations, of: "a transaction of 129 puts") {
                () async throws(StoreError) in
                _ = try await stage.store.transaction(puts(129))
            }
        },
        EtcdComponent.story(
            "limits/size", "A request of more than 1.5 MiB MUST be refused.", .limits,
            says: "the maximum size of any request is 1.5 MiB"
        ) { stage in
            try await stage.store.put(bytes("a"), [UInt8](repeating: 1, count: 1 << 20))
            try await stage.expectRefusal(.requestTooLarge, of: "a put of 1.6 MiB") { () async throws(StoreError) in
                _ = try await stage.store.put(bytes("b"), [UInt8](repeating: 1, count: 16 << 20 / 10))
            }
            try await stage.store.put(bytes("c"), bytes("1"))
        },
    ]

    private static func increment(_ stage: EtcdOnStage) async throws {
        while true {
            let before = try await stage.store.get(bytes("counter"))
            let number = before.flatMap { Int(text($0.value)) } ?? 0
            let outcome = try await stage.store.update(
                bytes("counter"), bytes("\(number + 1)"), ifModRevision: before?.modRevision ?? 0)
            if case .done = outcome { return }
        }
    }

    private static func transfer(_ stage: EtcdOnStage) async throws {
        func accounts(_ a: Int) -> TxnRequest {
            TxnRequest(
                compare: [],
                success: [
                    .put(PutRequest(key: bytes("account/a"), value: bytes("\(a)"))),
                    .put(PutRequest(key: bytes("account/b"), value: bytes("\(100 - a)"))),
                ])
        }
        _ = try await stage.store.transaction(accounts(100))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { for a in (0..<100).reversed() { _ = try await stage.store.transaction(accounts(a)) } }
            for _ in 0..<3 {
                group.addTask {
                    for _ in 0..<100 {
                        let found = try await stage.store.range(RangeRequest(prefix: bytes("account/"))).kvs
                        let sum = found.compactMap { Int(text($0.value)) }.reduce(0, +)
                        try stage.expect("a and b are 100 together", observed: "\(sum)", sum == 100)
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}
