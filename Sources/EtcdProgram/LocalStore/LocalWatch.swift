internal import Etcd
internal import EtcdAPI
internal import EtcdContract
internal import Synchronization

/// A watch on the local store: a place in the list of changes, which sleeps while there is nothing new.
///
/// Nothing is buffered for it: a consumer that doesn't keep up is a place further back.
final class LocalWatch: WatchSource {
    /// About so many changes are looked at under the store's lock at a time.
    fileprivate static let batchLimit = 1000

    private let store: LocalStore
    private let id: Int
    private let place: Mutex<Place>
    private let wantsProgress: Bool

    fileprivate struct Place {
        var watcher: Watcher
        var progressRound: Int
        /// Asked for by ``requestProgress()``.
        var mustReport = false
    }

    init(_ store: LocalStore, _ request: WatchCreateRequest) {
        self.store = store
        wantsProgress = request.progressNotify
        let (id, place) = store.state.withLock { state in
            state.nextWatchID += 1
            let watcher = Watcher(request, now: state.store.revision)
            return (state.nextWatchID, Place(watcher: watcher, progressRound: state.progressRounds))
        }
        self.id = id
        self.place = Mutex(place)
    }

    func next() async throws(StoreError) -> WatchBatch? {
        while !Task.isCancelled {
            if let batch = try poll() { return batch }
            await sleep()
        }
        return nil
    }

    func requestProgress() async throws(StoreError) {
        place.withLock { $0.mustReport = true }
        store.state.withLock { $0.sleepingWatches.removeValue(forKey: id) }?.resume()
    }

    /// What is new, if anything.
    private func poll() throws(StoreError) -> WatchBatch? {
        let result = place.withLock { place in store.state.withLock { state in place.poll(&state, wantsProgress) } }
        // Only here are values read, which may be on the disk.
        return try result.get().map { WatchBatch(revision: $0.revision, events: $0.notices.map(Event.init)) }
    }

    private func sleep() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let hasNews = place.withLock { place in
                    store.state.withLock { state in
                        if place.hasNews(state, wantsProgress) || Task.isCancelled { return true }
                        state.sleepingWatches[id] = continuation
                        return false
                    }
                }
                if hasNews { continuation.resume() }
            }
        } onCancel: {
            store.state.withLock { $0.sleepingWatches.removeValue(forKey: id) }?.resume()
        }
    }
}

/// What a watch is told next: changes, or only up to which revision there were none.
private struct News {
    var revision: Int
    var notices: [Notice] = []
}

extension LocalWatch.Place {
    fileprivate func hasNews(_ state: State, _ wantsProgress: Bool) -> Bool {
        watcher.next <= state.store.revision || mustReport || state.isStopped
            || (wantsProgress && progressRound < state.progressRounds)
    }

    fileprivate mutating func poll(_ state: inout State, _ wantsProgress: Bool) -> Result<News?, StoreError> {
        if state.isStopped { return .failure(.stopped) }
        if state.isCorrupt { return .failure(.corrupt) }
        while watcher.next <= state.store.revision {
            do throws(Refusal) {
                let notices = try state.store.advance(&watcher, limit: LocalWatch.batchLimit)
                if notices.isEmpty { continue }
                return .success(News(revision: watcher.next - 1, notices: notices))
            } catch {
                return .failure(StoreError(error))
            }
        }
        guard mustReport || (wantsProgress && progressRound < state.progressRounds) else { return .success(nil) }
        mustReport = false
        progressRound = state.progressRounds
        // A watch from the future has reached nothing yet.
        return .success(News(revision: min(watcher.next - 1, state.store.revision)))
    }
}
