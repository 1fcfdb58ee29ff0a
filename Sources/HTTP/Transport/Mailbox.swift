import DequeModule
import Synchronization

/// A queue between an event loop, which never waits, and one task, which does.
///
/// The loop puts elements in; whoever reads takes them out in order, and waits when there are none. The queue has no
/// bound of its own: ``put(_:)`` says how many wait, and the loop stops reading its socket when they are too many;
/// `onTaken` says that there is room again. A sender that is a task itself waits in ``put(_:waitingBelow:)``.
package final class Mailbox<Element: Sendable>: Sendable {
    private typealias Reader = CheckedContinuation<Element?, any Error>
    private typealias Writer = CheckedContinuation<Void, Never>

    private struct State {
        var waiting: Deque<Element> = []
        var reader: Reader?
        var writer: (limit: Int, continuation: Writer)?
        var end: Result<Void, any Error>?

        mutating func takeWriter() -> Writer? {
            guard let writer, waiting.count < writer.limit || end != nil else { return nil }
            self.writer = nil
            return writer.continuation
        }
    }

    private let state = Mutex(State())
    private let onTaken: (@Sendable (_ left: Int) -> Void)?

    /// - Parameter onTaken: called after an element was taken out that had to wait, with the number of those left.
    package init(onTaken: (@Sendable (_ left: Int) -> Void)? = nil) { self.onTaken = onTaken }

    /// How many wait now. What comes after the end is dropped.
    @discardableResult
    package func put(_ element: Element) -> Int {
        let (reader, count) = state.withLock { state -> (Reader?, Int) in
            guard state.end == nil else { return (nil, 0) }
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
        let (reader, writer) = state.withLock { state in
            if state.end == nil { state.end = end }
            return (state.reader.take(), state.takeWriter())
        }
        reader?.resume(with: end.map { nil })
        writer?.resume()
    }

    package var isFinished: Bool { state.withLock { $0.end != nil } }
}

// MARK: - For tasks

extension Mailbox {
    /// The next element; nil after the last. Only one task may wait at a time.
    /// - Throws: `CancellationError` when the task is cancelled while it waits; the error that ended the queue.
    package func next(isolation: isolated (any Actor)? = #isolation) async throws -> Element? {
        if let taken = take(orWait: nil) { return try taken.get() }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { reader in
                if let taken = take(orWait: reader) { reader.resume(with: taken) }
            }
        } onCancel: {
            state.withLock { $0.reader.take() }?.resume(throwing: CancellationError())
        }
    }

    /// Returns when fewer than so many elements are left, or the queue has ended, or the task is cancelled. Only one
    /// task may wait at a time.
    package func put(
        _ element: Element, waitingBelow limit: Int, isolation: isolated (any Actor)? = #isolation
    ) async {
        if put(element) < limit { return }
        await withTaskCancellationHandler {
            await withCheckedContinuation { writer in
                let mayGoOn = state.withLock { state in
                    precondition(state.writer == nil, "two tasks wait to put into one mailbox")
                    if state.waiting.count < limit || state.end != nil || Task.isCancelled { return true }
                    state.writer = (limit, writer)
                    return false
                }
                if mayGoOn { writer.resume() }
            }
        } onCancel: {
            state.withLock { $0.writer.take() }?.continuation.resume()
        }
    }

    /// Nil when there is nothing to take and more may come; then the reader, if there is one, is called.
    private func take(orWait reader: Reader?) -> Result<Element?, any Error>? {
        let (taken, left, writer) = state.withLock { state -> (Result<Element?, any Error>?, Int?, Writer?) in
            if let element = state.waiting.popFirst() {
                return (.success(element), state.waiting.count, state.takeWriter())
            }
            if let end = state.end { return (end.map { nil }, nil, nil) }
            guard let reader else { return (nil, nil, nil) }
            if Task.isCancelled { return (.failure(CancellationError()), nil, nil) }
            precondition(state.reader == nil, "two tasks wait at one mailbox")
            state.reader = reader
            return (nil, nil, nil)
        }
        if let left { onTaken?(left) }
        writer?.resume()
        return taken
    }
}
