import DequeModule
import Synchronization

/// A queue between an event loop, which never waits, and one task, which does.
///
/// The loop puts elements in; whoever reads takes them out in order, and waits when there are none. The queue has no
/// bound of its own: ``put(_:)`` says how many wait, and the loop stops reading its socket when they are too many;
/// `onTaken` says that there is room again.
package final class Mailbox<Element: Sendable>: Sendable {
    private struct State {
        var waiting: Deque<Element> = []
        var reader: CheckedContinuation<Element?, any Error>?
        var end: Result<Void, any Error>?
    }

    private let state = Mutex(State())
    private let onTaken: (@Sendable (_ left: Int) -> Void)?

    /// - Parameter onTaken: called after an element was taken out that had to wait, with the number of those left.
    package init(onTaken: (@Sendable (_ left: Int) -> Void)? = nil) { self.onTaken = onTaken }

    /// How many wait now. What comes after the end is dropped.
    @discardableResult
    package func put(_ element: Element) -> Int {
        let (reader, count) = state.withLock { state in
            guard state.end == nil else { return (nil as CheckedContinuation<Element?, any Error>?, 0) }
            if let reader = state.reader.take() { return (reader, 0) }
            state.waiting.append(element)
            return (nil, state.waiting.count)
        }
        reader?.resume(returning: element)
        return count
    }

    /// No more elements come. Those that wait can still be taken; after them, `next` gives nil or throws the error.
    package func finish(throwing error: (any Error)? = nil) {
        let end: Result<Void, any Error> = error.map { .failure($0) } ?? .success(())
        let reader = state.withLock { state in
            if state.end == nil { state.end = end }
            return state.reader.take()
        }
        reader?.resume(with: end.map { nil })
    }

    package var isFinished: Bool { state.withLock { $0.end != nil } }

    /// The next element; nil after the last. Only one task may wait at a time.
    /// - Throws: `CancellationError` when the task is cancelled while it waits; the error that ended the queue.
    package func next(isolation: isolated (any Actor)? = #isolation) async throws -> Element? {
        if let taken = try takeNow() { return taken }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { wait($0) }
        } onCancel: {
            state.withLock { $0.reader.take() }?.resume(throwing: CancellationError())
        }
    }

    /// Nil when there is nothing to take and more may come.
    private func takeNow() throws -> Element?? {
        let (element, left, end) = state.withLock { ($0.waiting.popFirst(), $0.waiting.count, $0.end) }
        if let element {
            onTaken?(left)
            return .some(element)
        }
        guard let end else { return nil }
        try end.get()
        return .some(nil)
    }

    /// Between looking and waiting, an element, the end or a cancellation may have come: looks again, under the lock.
    private func wait(_ reader: CheckedContinuation<Element?, any Error>) {
        let (answer, left) = state.withLock { state -> (Result<Element?, any Error>?, Int?) in
            if let element = state.waiting.popFirst() { return (.success(element), state.waiting.count) }
            if let end = state.end { return (end.map { nil }, nil) }
            if Task.isCancelled { return (.failure(CancellationError()), nil) }
            precondition(state.reader == nil, "two tasks wait at one mailbox")
            state.reader = reader
            return (nil, nil)
        }
        if let left { onTaken?(left) }
        if let answer { reader.resume(with: answer) }
    }
}
