package import Logging
package import Reconciliation
import ReconciliationContract
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

    private let name: String
    private let logger: Logger
    private let queue: Mutex<RetryingQueue<Key>>
    private let signal = Signal()

    package init(_ name: String, logger: Logger, rateLimiter: RateLimiter<Key> = RateLimiter()) {
        self.name = name
        self.logger = logger
        queue = Mutex(RetryingQueue(rateLimiter))
    }

    package func enqueue(_ key: Key) {
        queue.withLock { $0.add(key) }
        signal.raise()
    }

    package func enqueue(_ key: Key, after delay: Duration) {
        let deadline = ContinuousClock.now + delay
        queue.withLock { $0.add(key, at: deadline) }
        signal.raise()
    }

    /// How many keys wait or are being worked on.
    package var depth: Int { queue.withLock { $0.keys.count + $0.keys.processingCount } }

    /// Reconciles what is enqueued until the task is cancelled.
    package func run(
        workers: Int, reconcile: @escaping @Sendable (Key) async throws -> Outcome
    ) async {
        await withDiscardingTaskGroup { group in
            while !Task.isCancelled {
                while let key = next(workers: workers) {
                    group.addTask { await self.work(on: key, reconcile) }
                }
                await signal.wait(until: queue.withLock { $0.nextDeadline })
            }
            group.cancelAll()
        }
    }

    private func next(workers: Int) -> Key? {
        queue.withLock { $0.keys.processingCount < workers ? $0.next(now: .now) : nil }
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
        queue.withLock { queue in
            queue.forget(key)
            if case .after(let delay) = outcome { queue.add(key, at: .now + delay) }
            queue.done(key)
        }
    }

    private func retry(_ key: Key) -> Duration {
        queue.withLock { queue in
            defer { queue.done(key) }
            return queue.addRateLimited(key, now: .now)
        }
    }
}
