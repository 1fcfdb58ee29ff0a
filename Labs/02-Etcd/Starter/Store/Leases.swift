package import EtcdContract

/// Leases and the keys that live with them: when a lease is revoked its keys are deleted.
package struct Leases: Sendable, Hashable {
    package struct Lease: Sendable, Hashable {
        /// Seconds.
        package var timeToLive: Int
        package var keys: Set<Key> = []
    }

    private var leases: [Int: Lease] = [:]

    package subscript(id: Int) -> Lease? { leases[id] }
    package var ids: [Int] { leases.keys.sorted() }

    mutating func grant(_ id: Int, timeToLive: Int) throws(Refusal) {
        guard leases[id] == nil else { throw .leaseExists }
        leases[id] = Lease(timeToLive: timeToLive)
    }

    mutating func remove(_ id: Int) { leases[id] = nil }

    /// The key leaves one lease for another; 0 stands for none.
    mutating func move(_ key: Key, from old: Int, to new: Int) {
        guard old != new else { return }
        leases[old]?.keys.remove(key)
        leases[new]?.keys.insert(key)
    }
}

/// When leases expire. Kept beside the store, not in it: a store that is read from its log gives every lease its whole
/// time again, because nobody could renew it meanwhile.
///
/// Time is passed in, as the time since some fixed beginning.
package struct LeaseClock: Sendable {
    private var deadlines: [Int: Duration] = [:]

    /// After recovery every lease starts anew.
    package init(_ leases: Leases = Leases(), now: Duration = .zero) {
        for id in leases.ids { start(id, timeToLive: leases[id]?.timeToLive ?? 0, now: now) }
    }

    /// A granted or a renewed lease lives for its time from now.
    package mutating func start(_ id: Int, timeToLive: Int, now: Duration) {
        deadlines[id] = now + .seconds(timeToLive)
    }

    package mutating func stop(_ id: Int) { deadlines[id] = nil }

    package func remaining(_ id: Int, now: Duration) -> Duration? { deadlines[id].map { max(.zero, $0 - now) } }

    /// The leases whose time is over, the longest overdue first.
    package func expired(now: Duration) -> [Int] {
        deadlines.filter { $0.value <= now }.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map(\.key)
    }
}
