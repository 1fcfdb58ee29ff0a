import Etcd
import EtcdContract
import Testing

/// The store against a second implementation that keeps a full copy of everything at each revision.
@Suite struct StoreProperties {
    @Test("At every revision a reader sees what a full copy of that revision holds", arguments: UInt64(1)...60)
    func agrees(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var store = MultiVersionStore()
        var naive = NaiveStore()
        for step in 0..<150 {
            let command = Self.command(naive, &random)
            let refusal = refusal { try store.apply(command) }
            #expect(refusal == naive.apply(command), "seed \(seed), step \(step): \(command)")
            #expect(store.revision == naive.revision, "seed \(seed), step \(step): \(command)")
        }
        try compare(store, naive, seed)
        var writer = SnapshotWriter(store, index: 3, salt: seed)
        var bytes: [UInt8] = []
        while let part = writer.next() { bytes += part }
        let snapshot = try Snapshot(bytes)
        #expect(snapshot.length == bytes.count && snapshot.index == 3)
        try compare(snapshot.store, naive, seed)
        #expect(try snapshot.store.view.hash() == store.view.hash())
        #expect(snapshot.store.size == store.size && snapshot.store.leases == store.leases)
    }

    private func compare(_ store: MultiVersionStore, _ naive: NaiveStore, _ seed: UInt64) throws {
        for revision in max(1, naive.compactRevision)...naive.revision {
            let seen = try store.range(RangeQuery(.all, revision: revision)).entries
            let wanted = (naive.states[revision] ?? [:]).sorted { $0.key < $1.key }
            #expect(seen.map(\.key) == wanted.map(\.key), "seed \(seed), revision \(revision)")
            #expect(seen.map(\.version.number) == wanted.map(\.value.number), "seed \(seed), revision \(revision)")
            #expect(seen.map(\.version.value) == wanted.map(\.value.value), "seed \(seed), revision \(revision)")
            #expect(seen.map(\.version.lease) == wanted.map(\.value.lease), "seed \(seed), revision \(revision)")
            #expect(seen.map(\.version.createRevision) == wanted.map(\.value.create), "seed \(seed), \(revision)")
        }
        if naive.compactRevision > 1 {
            #expect(throws: Refusal.compacted(revision: naive.compactRevision)) {
                try store.range(RangeQuery(.all, revision: naive.compactRevision - 1))
            }
        }
        try compareWatch(store, naive, seed)
    }

    /// Playing back what a watcher sees gives the state at every revision on the way.
    private func compareWatch(_ store: MultiVersionStore, _ naive: NaiveStore, _ seed: UInt64) throws {
        let start = max(1, naive.compactRevision)
        var state = (naive.states[start] ?? [:]).mapValues(\.value)
        var watcher = Watcher(.all, from: start + 1)
        while watcher.next <= store.revision {
            for notice in try store.advance(&watcher, limit: 3) {
                state[notice.entry.key] = notice.entry.version.isTombstone ? nil : notice.entry.version.value
            }
            let wanted = (naive.states[watcher.next - 1] ?? [:]).mapValues(\.value)
            #expect(state == wanted, "seed \(seed), watched up to \(watcher.next - 1)")
        }
    }

    static func command(_ naive: NaiveStore, _ random: inout SeededGenerator) -> Command {
        switch Int.random(in: 0..<20, using: &random) {
        case 0: .compact(revision: naive.revision - Int.random(in: -1...8, using: &random))
        case 1: .grantLease(id: Int.random(in: 1...3, using: &random), timeToLive: 5)
        case 2: .revokeLease(id: Int.random(in: 1...3, using: &random))
        default: .write(operation(&random, depth: 0))
        }
    }

    private static func operation(_ random: inout SeededGenerator, depth: Int) -> Operation {
        let key = Key("k\(Int.random(in: 0..<12, using: &random))")
        switch Int.random(in: 0..<10, using: &random) {
        case 0...4:
            let lease = Int.random(in: 0..<6, using: &random)
            return .put(Put(key, [UInt8.random(in: 0...255, using: &random)], lease: lease > 3 ? 0 : lease))
        case 5: return .delete(Deletion(KeySpan(key.bytes)))
        case 6: return .delete(Deletion(KeySpan(key.bytes, rangeEnd: Key("k4").bytes)))
        default:
            if depth == 2 { return .range(RangeQuery(.all)) }
            let condition = Condition(
                KeySpan(key.bytes), Bool.random(using: &random) ? .equal : .notEqual,
                .version(Int.random(in: 0...2, using: &random)))
            return .transaction(
                Transaction(
                    if: [condition],
                    then: [operation(&random, depth: depth + 1), operation(&random, depth: depth + 1)],
                    else: [operation(&random, depth: depth + 1)]))
        }
    }

    private func refusal(_ body: () throws -> Void) -> Refusal? {
        do {
            try body()
            return nil
        } catch {
            return error as? Refusal
        }
    }
}

/// As simple as it can be: dictionaries, copied.
struct NaiveStore {
    struct Item { var value: Value, create: Int, number: Int, lease: Int }

    var states: [Int: [Key: Item]] = [1: [:]]
    var revision = 1
    var compactRevision = 0
    var leases: Set<Int> = []

    mutating func apply(_ command: Command) -> Refusal? {
        switch command {
        case .compact(let to):
            if to > revision { return .futureRevision }
            if to <= compactRevision { return .compacted(revision: compactRevision) }
            compactRevision = to
        case .grantLease(let id, _): return leases.insert(id).inserted ? nil : .leaseExists
        case .revokeLease(let id):
            guard leases.remove(id) != nil else { return .leaseNotFound }
            let state = states[revision] ?? [:]
            if state.contains(where: { $0.value.lease == id }) {
                revision += 1
                states[revision] = state.filter { $0.value.lease != id }
            }
        case .write(let operation):
            do { try operation.validate() } catch { return error }
            return write(operation)
        }
        return nil
    }

    private mutating func write(_ operation: Operation) -> Refusal? {
        let before = states[revision] ?? [:]
        var state = before
        var changed = false
        if let refusal = perform(operation, before, &state, &changed) { return refusal }
        if changed {
            revision += 1
            states[revision] = state
        }
        return nil
    }

    private func perform(
        _ operation: Operation, _ before: [Key: Item], _ state: inout [Key: Item], _ changed: inout Bool
    ) -> Refusal? {
        switch operation {
        case .range: break
        case .put(let put):
            if put.lease != 0, !leases.contains(put.lease) { return .leaseNotFound }
            let old = state[put.key]
            state[put.key] = Item(
                value: put.value, create: old?.create ?? revision + 1, number: (old?.number ?? 0) + 1, lease: put.lease)
            changed = true
        case .delete(let deletion):
            for key in state.keys where deletion.span.contains(key) {
                state[key] = nil
                changed = true
            }
        case .transaction(let transaction):
            let holds = transaction.conditions.allSatisfy { condition in
                guard case .version(let number) = condition.target else { return false }
                let equal = (before[condition.span.start]?.number ?? 0) == number
                return condition.relation == .equal ? equal : !equal
            }
            for operation in holds ? transaction.success : transaction.failure {
                if let refusal = perform(operation, before, &state, &changed) { return refusal }
            }
        }
        return nil
    }
}
