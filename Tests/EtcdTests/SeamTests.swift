import EtcdAPI
import EtcdProgram
import Testing

/// What the API server relies on, of the store itself and of the store behind gRPC.
@Suite(.timeLimit(.minutes(1))) struct SeamTests {
    enum Store: CaseIterable { case local, remote }

    private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    private func with(_ store: Store, _ body: @Sendable (any KeyValueStore) async throws -> Void) async throws {
        switch store {
        case .local: try await LocalStore.withTemporary { try await body($0) }
        case .remote:
            try await EtcdProcess.withFolder { etcd in
                try await etcd.whileRunning { running in
                    try await running.waitUntilServing()
                    try await body(running.store)
                }
            }
        }
    }

    @Test("What was written is read, listed, compared and deleted", arguments: Store.allCases)
    func values(store: Store) async throws {
        try await with(store) { store in
            #expect(try await store.create(bytes("/a/1"), bytes("x")) == .done(revision: 2))
            guard case .conflict(let current) = try await store.create(bytes("/a/1"), bytes("y")) else {
                Issue.record("it is there already")
                return
            }
            #expect(current?.value == bytes("x") && current?.modRevision == 2)
            #expect(try await store.update(bytes("/a/1"), bytes("z"), ifModRevision: 2) == .done(revision: 3))
            try await store.put(bytes("/b"), bytes("w"))
            let list = try await store.range(RangeRequest(prefix: bytes("/a/")))
            #expect(list.kvs.map(\.value) == [bytes("z")])
            #expect(list.header.revision == 4)
            #expect(try await store.get(bytes("/a/1"), revision: 2)?.value == bytes("x"))
            #expect(try await store.delete(bytes("/a/1"), ifModRevision: 3) == .done(revision: 5))
            #expect(try await store.get(bytes("/a/1")) == nil)
        }
    }

    @Test("A watch replays history, then follows, and reports progress when asked", arguments: Store.allCases)
    func watch(store: Store) async throws {
        try await with(store) { store in
            try await store.put(bytes("/a"), bytes("1"))
            try await store.put(bytes("/x"), bytes("1"))
            let stream = try await store.watch(WatchCreateRequest(prefix: bytes("/a"), startRevision: 2, prevKV: true))
            var batches = stream.makeAsyncIterator()
            #expect(try await batches.next()?.events.map(\.kv.value) == [bytes("1")])
            async let written = store.put(bytes("/a"), bytes("2"))
            let batch = try await batches.next()
            _ = try await written
            #expect(batch?.events.first?.prevKV?.value == bytes("1"))
            #expect(batch?.revision == 4)
            try await store.put(bytes("/x"), bytes("2"))
            try await stream.requestProgress()
            #expect(try await batches.next() == WatchBatch(revision: 5))
            _ = try await store.compact(CompactionRequest(revision: 5))
            var late = try await store.watch(WatchCreateRequest(prefix: [], startRevision: 3)).makeAsyncIterator()
            await #expect(throws: StoreError.compacted(revision: 5)) { try await late.next() }
        }
    }

    private static let refused: [(error: StoreError, call: @Sendable (any KeyValueStore) async throws -> Void)] = [
        (.emptyKey, { try await $0.put([], []) }),
        (.futureRevision, { _ = try await $0.range(RangeRequest(prefix: [], revision: 99)) }),
        (.leaseNotFound, { try await $0.put([1], [], lease: 3) }),
        (.leaseNotFound, { _ = try await $0.leaseRevoke(LeaseRevokeRequest(id: 3)) }),
        (.requestTooLarge, { try await $0.put([1], [UInt8](repeating: 1, count: 1_600_000)) }),
        (
            .duplicateKey,
            { store in
                let put = RequestOp.put(PutRequest(key: [1], value: []))
                _ = try await store.transaction(TxnRequest(compare: [], success: [put, put]))
            }
        ),
        (
            .tooManyOperations,
            { store in
                let ranges = (0..<200).map { _ in RequestOp.range(RangeRequest(key: [1])) }
                _ = try await store.transaction(TxnRequest(compare: [], success: ranges))
            }
        ),
    ]

    @Test("What etcd refuses is refused in its words", arguments: Store.allCases)
    func refusals(store: Store) async throws {
        try await with(store) { store in
            for (error, call) in Self.refused { await #expect(throws: error) { try await call(store) } }
            let revision = try await store.status().header.revision
            #expect(revision == 1)
        }
    }

    @Test("A transaction nested too deep is refused, not a stack overflow", arguments: Store.allCases)
    func nesting(store: Store) async throws {
        try await with(store) { store in
            var request = TxnRequest(compare: [], success: [])
            for _ in 0..<200 { request = TxnRequest(compare: [], success: [.transaction(request)]) }
            let deep = request
            await #expect(throws: StoreError.self) { _ = try await store.transaction(deep) }
            let revision = try await store.status().header.revision
            #expect(revision == 1)
        }
    }
}
