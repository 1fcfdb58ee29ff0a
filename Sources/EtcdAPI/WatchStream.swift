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
    package typealias Next = @Sendable () async throws(StoreError) -> WatchBatch?

    private let nextBatch: Next

    /// - Parameter next: waits for the next batch; nil when the task was cancelled. What it captures is what keeps the
    ///   watch open.
    package init(next: @escaping Next) { nextBatch = next }

    package func makeAsyncIterator() -> Iterator { Iterator(nextBatch: nextBatch) }

    package struct Iterator: AsyncIteratorProtocol {
        let nextBatch: Next

        package mutating func next() async throws(StoreError) -> WatchBatch? { try await nextBatch() }

        package mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws(StoreError) -> WatchBatch? {
            try await nextBatch()
        }
    }
}
