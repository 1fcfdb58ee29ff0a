import API
import Client
import HTTP
import Logging
import Metrics

/// A controller of the controller manager.
protocol ControllerLoop: Sendable {
    /// As `--controllers` names it.
    var name: String { get }
    /// Registers for changes. Called before the cache begins to fill.
    func observe()
    /// Reconciles until the task is cancelled. Called when the cache is complete.
    func run() async
}

/// What every controller needs.
struct ControllerContext: Sendable {
    let client: ClusterClient
    let cache: ClusterCache
    let logger: Logger
    let metrics = ControllerMetrics()

    func queue<Key>(_ name: String) -> Controller<Key> {
        Controller(name, logger: logger, rateLimiter: RateLimiter(maximum: .seconds(60)))
    }
    func recorder(_ component: String) -> EventRecorder {
        EventRecorder(client: client, component: component, logger: logger)
    }
}

extension ControllerContext {
    /// Reconciles what is in the queue until the task is cancelled.
    ///
    /// After a conflict nothing is wrong: somebody else was faster, what they wrote is on its way into the cache, and
    /// then it is decided again.
    func work<Key>(
        on queue: Controller<Key>, _ name: String, workers: Int,
        _ reconcile: @escaping @Sendable (Key) async throws -> Controller<Key>.Outcome
    ) async {
        await queue.run(workers: workers) { key in
            let start = ContinuousClock.now
            defer {
                metrics.duration.observe(name, duration: start.duration(to: .now))
                metrics.depth.set(name, to: Double(queue.depth))
            }
            do {
                return try await reconcile(key)
            } catch let status as Status where status.isConflict || status.isNotFound {
                metrics.conflicts.increment(name)
                return .after(.milliseconds(status.isConflict ? 10 : 100))
            } catch let error as HTTPError {
                // The API server is away. It is soon back, and then nothing may wait for a long back-off.
                logger.debug("no answer", metadata: ["controller": "\(name)", "error": "\(error)"])
                return .after(.seconds(1))
            }
        }
    }
}

/// Does something for each element, at most so many at a time. Returns what went wrong.
func forEach<Element: Sendable>(
    _ elements: some Sequence<Element>, atOnce width: Int = 32,
    _ body: @escaping @Sendable (Element) async throws -> Void
) async -> [any Error] {
    await withTaskGroup(of: (any Error)?.self) { group in
        var failures: [any Error] = []
        var running = 0
        for element in elements {
            if running == width, let outcome = await group.next() {
                running -= 1
                if let outcome { failures.append(outcome) }
            }
            running += 1
            group.addTask {
                do { try await body(element) } catch { return error }
                return nil
            }
        }
        for await case let failure? in group { failures.append(failure) }
        return failures
    }
}
