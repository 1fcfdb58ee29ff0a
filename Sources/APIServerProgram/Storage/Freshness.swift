import EtcdAPI
import Synchronization

/// Makes sure that the cache has all that was written before a request came, by whichever API server.
///
/// A server that is alone waits for its own writes, and that is enough. With several, a client may have written by way of one
/// and read by way of another. So each request that wants the latest first asks the store for its revision, which is a
/// linearizable read of nothing, and waits until the watch has brought the cache so far.
/// Source: KEP-2340, consistent reads from the cache.
final class Freshness: Sendable {
    /// The watch that feeds the cache, as long as it lives: it can be asked how far it is.
    private let watch = Mutex<WatchStream?>(nil)
    private let store: any KeyValueStore
    private let cacher: Cacher

    /// A change is on its way for so long at most; a store with nothing new to say is asked after that.
    private static let patience = Duration.milliseconds(10)
    private static let limit = Duration.seconds(3)

    init(store: any KeyValueStore, cacher: Cacher) {
        self.store = store
        self.cacher = cacher
    }

    /// The feeder tells which watch it reads; nil when that has broken.
    func follow(_ stream: WatchStream?) { watch.withLock { $0 = stream } }

    /// - Throws: `.unavailable` when the store can't be reached, or the cache doesn't get there in time.
    func establish() async throws(StoreError) {
        let nothing = RangeRequest(key: Array(ObjectKey.root.utf8), countOnly: true)
        let revision = try await store.range(nothing).header.revision
        let deadline = ContinuousClock.now + Self.limit
        while cacher.revision < revision {
            let cacher = cacher
            await withTimeLimit(Self.patience) { await cacher.wait(forRevision: revision) }
            if cacher.revision >= revision { return }
            if ContinuousClock.now > deadline { throw .unavailable("the watch is behind revision \(revision)") }
            try await watch.withLock(\.self)?.requestProgress()
        }
    }
}
