import Synchronization

/// "Something has changed, look again": what wakes a loop that acts on a level.
///
/// ``raise()`` never blocks and never queues: raised ten times before the loop looks, it wakes once. One task waits;
/// it may be woken without a cause, so it always looks at the state itself.
package final class Signal: Sendable {
    private enum State: Sendable {
        case quiet
        case raised
        case awaited(CheckedContinuation<Void, Never>)
    }

    private let state = Mutex(State.quiet)

    package init() {}

    package func raise() {
        let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
            if case .awaited(let continuation) = state {
                state = .quiet
                return continuation
            }
            state = .raised
            return nil
        }
        waiter?.resume()
    }

    /// Returns when the signal was raised since the last wait, or the task is cancelled.
    package func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if !park(continuation) { continuation.resume() }
            }
        } onCancel: {
            raise()
        }
    }

    /// Returns when raised, at the deadline, or when the task is cancelled.
    package func wait(until deadline: ContinuousClock.Instant?) async {
        guard let deadline else { return await wait() }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.wait() }
            group.addTask { try? await Task.sleep(until: deadline, clock: .continuous) }
            await group.next()
            group.cancelAll()
        }
    }

    /// False when there is nothing to wait for.
    private func park(_ continuation: CheckedContinuation<Void, Never>) -> Bool {
        state.withLock { state in
            switch state {
            case .quiet where !Task.isCancelled:
                state = .awaited(continuation)
                return true
            case .quiet, .raised:
                state = .quiet
                return false
            case .awaited:
                preconditionFailure("a signal has one waiting task")
            }
        }
    }
}
