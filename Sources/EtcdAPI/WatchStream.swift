/// What a watch gives: batches of changes in the order of their revisions, each change once.
///
/// All changes of one revision are in one batch. A batch without events tells how far the watch has come.
package struct WatchBatch: Hashable, Sendable {
    /// The store's revision that the watch has reached: nothing at or before it is still to come.
    package var revision: Int
    package var events: [Event]

    package init(revision: Int, events: [Event] = []) {
        self.revision = revision
        self.events = events
    }
}

/// The stream of a watch. For one consumer; ends when the consumer's task is cancelled.
package struct WatchStream: AsyncSequence, Sendable {
    private let source: any WatchSource

    package init(_ source: any WatchSource) { self.source = source }

    /// Asks for a batch, maybe without events, that tells how far the store is now. So a cache finds out that it is as
    /// new as a read it wants to serve.
    package func requestProgress() async throws(StoreError) { try await source.requestProgress() }

    package func makeAsyncIterator() -> Iterator { Iterator(source: source) }

    package struct Iterator: AsyncIteratorProtocol {
        let source: any WatchSource

        package mutating func next() async throws(StoreError) -> WatchBatch? { try await source.next() }

        package mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws(StoreError) -> WatchBatch? {
            try await source.next()
        }
    }
}

/// Where a watch's batches come from. The watch is closed when the last reference to it goes away.
package protocol WatchSource: AnyObject, Sendable {
    /// Waits for the next batch; nil when the task was cancelled.
    func next() async throws(StoreError) -> WatchBatch?
    func requestProgress() async throws(StoreError)
}
