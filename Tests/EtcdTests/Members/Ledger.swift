import EtcdAPI
import Synchronization
import Testing

/// What a ledger's clients do.
protocol LedgerStore: Sendable {
    func range(_ request: RangeRequest) async throws(StoreError) -> RangeResponse
    func put(_ request: PutRequest) async throws(StoreError) -> PutResponse
}

extension RemoteStore: LedgerStore {}

/// What clients were told, so that it can be held against what they find.
///
/// Each writer has keys of its own and counts up. A write that wasn't acknowledged may have happened or not, now or
/// later: its key is written no more, and may have one of two values from then on.
final class Ledger: Sendable {
    private struct State {
        var acknowledged: [String: Int] = [:]
        var uncertain: [String: Int] = [:]
        var failures: [String] = []
        var isOver = false
    }

    private let state = Mutex(State())

    var acknowledgedCount: Int { state.withLock { $0.acknowledged.values.reduce(0, +) } }
    /// The writers write until somebody says so.
    func finish() { state.withLock { $0.isOver = true } }

    var failures: [String] { state.withLock(\.failures) }

    /// Writes and reads through one member after the other, until `isOver`.
    func write(as writer: Int, through stores: [any LedgerStore]) async {
        var (generation, value) = (0, 0)
        var turn = writer
        while !state.withLock(\.isOver), !Task.isCancelled {
            let key = "/w\(writer)/\(generation)"
            value += 1
            turn += 1
            let store = stores[turn % stores.count]
            do throws(StoreError) {
                _ = try await store.put(PutRequest(key: Array(key.utf8), value: Array("\(value)".utf8)))
                let done = value
                state.withLock { $0.acknowledged[key] = done }
            } catch {
                let lost = value
                state.withLock { $0.uncertain[key] = lost }
                (generation, value) = (generation + 1, 0)
                try? await Task.sleep(for: .milliseconds(20))
            }
            await read(key, through: stores[(turn + 1) % stores.count])
        }
    }

    /// A read that begins after a write was acknowledged sees it, wherever it is read.
    private func read(_ key: String, through store: any LedgerStore) async {
        let (known, uncertain) = state.withLock { ($0.acknowledged[key] ?? 0, $0.uncertain[key]) }
        guard let found = try? await store.range(RangeRequest(key: Array(key.utf8))) else { return }
        check(key, found.kvs.first, known, uncertain, "read")
    }

    private func check(_ key: String, _ found: KeyValue?, _ known: Int, _ uncertain: Int?, _ when: String) {
        let value = found.flatMap { Int(String(decoding: $0.value, as: UTF8.self)) } ?? 0
        if value == known || value == uncertain { return }
        state.withLock {
            $0.failures.append("\(when) of \(key): \(value), acknowledged \(known), uncertain \(uncertain ?? 0)")
        }
    }

    /// In the end everything that was acknowledged is there.
    func checkAll(_ store: any LedgerStore) async throws {
        let (acknowledged, uncertain) = state.withLock { ($0.acknowledged, $0.uncertain) }
        let all = try await eventually("all can be read") {
            try await store.range(RangeRequest(prefix: Array("/w".utf8)))
        }
        let found = Dictionary(uniqueKeysWithValues: all.kvs.map { (String(decoding: $0.key, as: UTF8.self), $0) })
        for key in Set(acknowledged.keys).union(uncertain.keys) {
            check(key, found[key], acknowledged[key] ?? 0, uncertain[key], "end")
        }
        #expect(failures == [])
    }
}

/// Calls again what a cluster without a leader refuses.
func eventually<Value: Sendable>(
    _ what: String, limit: Duration = .seconds(40), _ call: () async throws -> Value?
) async throws -> Value {
    let end = ContinuousClock.now + limit
    var last = "nothing"
    while ContinuousClock.now < end {
        do { if let value = try await call() { return value } } catch { last = "\(error)" }
        try await Task.sleep(for: .milliseconds(50))
    }
    throw NotInTime(what: what, last: last)
}

struct NotInTime: Error {
    var what: String
    var last: String
}
