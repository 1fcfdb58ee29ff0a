package import Logging
import Synchronization

/// The loop of every controller: take a key, compare what is with what should be, act, take the next.
///
/// ```
///   informers ── enqueue(key) ──▶ WorkQueue ──▶ up to n workers: reconcile(key)
///                                     ▲              │ .done           forget its failures
///                                     │              │ .after(5 s)     again, later
///                                     └──────────────┘ throws          again, with back-off
/// ```
/// `reconcile` reads the informers' stores and writes to the API server. It must not care how often it is called,
/// nor why: only the key says what to look at.
///
/// Source: kubernetes.io, Concepts → Cluster Architecture → Controllers; controller-runtime's Reconciler.
package final class Controller<Key: Hashable & Sendable & CustomStringConvertible>: Sendable {
    package enum Outcome: Sendable, Hashable {
        case done
        /// Look again after this time, whatever happens until then.
        case after(Duration)
    }

    private struct State: Sendable {
        var queue = WorkQueue<Key>()
        var limiter: RateLimiter<Key>
    }

    private let name: String
    private let logger: Logger
    private let state: Mutex<State>
    private let signal = Signal()

    package init(_ name: String, logger: Logger, rateLimiter: RateLimiter<Key> = RateLimiter()) {
        self.name = name
        self.logger = logger
        state = Mutex(State(limiter: rateLimiter))
    }

    package func enqueue(_ key: Key) {
        state.withLock { $0.queue.add(key) }
        signal.raise()
    }

    package func enqueue(_ key: Key, after delay: Duration) {
        let deadline = ContinuousClock.now + delay
        state.withLock { $0.queue.add(key, at: deadline) }
        signal.raise()
    }

    /// How many keys wait or are being worked on.
    package var depth: Int { state.withLock { $0.queue.count + $0.queue.processingCount } }

    /// Reconciles what is enqueued until the task is cancelled.
    package func run(
        workers: Int, reconcile: @escaping @Sendable (Key) async throws -> Outcome
    ) async {
        await withDiscardingTaskGroup { group in
            while !Task.isCancelled {
                while let key = next(workers: workers) {
                    group.addTask { await self.work(on: key, reconcile) }
                }
                await signal.wait(until: state.withLock { $0.queue.nextDeadline })
            }
            group.cancelAll()
        }
    }

    private func next(workers: Int) -> Key? {
        state.withLock { state in
            state.queue.processingCount < workers ? state.queue.next(now: .now) : nil
        }
    }

    private func work(on key: Key, _ reconcile: @Sendable (Key) async throws -> Outcome) async {
        do {
            finish(key, try await reconcile(key))
        } catch {
            let delay = retry(key)
            guard !(error is CancellationError) else { return }
            logger.warning(
                "reconciliation failed",
                metadata: [
                    "controller": "\(name)", "key": "\(key)", "error": "\(error)", "retryIn": "\(delay)",
                ])
        }
        signal.raise()
    }

    private func finish(_ key: Key, _ outcome: Outcome) {
        state.withLock { state in
            state.limiter.forget(key)
            if case .after(let delay) = outcome { state.queue.add(key, at: .now + delay) }
            state.queue.done(key)
        }
    }

    private func retry(_ key: Key) -> Duration {
        state.withLock { state in
            let delay = state.limiter.next(key)
            state.queue.add(key, at: .now + delay)
            state.queue.done(key)
            return delay
        }
    }
}
