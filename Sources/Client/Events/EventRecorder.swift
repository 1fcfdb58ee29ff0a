import DequeModule
package import API
package import Logging
import Schema
import Synchronization

/// Says what a component did and why, as Events beside the object they are about: `kubectl describe` shows them.
///
/// ``record(_:type:reason:message:)`` only puts the remark into a bounded queue and never waits: what a cluster does
/// must not depend on whether it can be talked about. ``run()`` writes them; when it falls behind, the newest remarks
/// are dropped and counted.
package final class EventRecorder: Sendable {
    package enum EventType: String, Sendable {
        case normal = "Normal"
        case warning = "Warning"
    }

    private struct State: Sendable {
        var queue: Deque<(remark: EventCorrelation.Remark, time: MicroTime)> = []
        var dropped = 0
    }

    private static let limit = 1000

    private let client: ClusterClient
    private let component: String
    private let host: String
    private let logger: Logger
    private let state = Mutex(State())
    private let signal = Signal()

    /// - Parameters:
    ///   - component: `kubelet`, `deployment-controller`, …
    ///   - host: the node's name, where that matters.
    package init(client: ClusterClient, component: String, host: String = "", logger: Logger) {
        self.client = client
        self.component = component
        self.host = host
        self.logger = logger
    }

    package func record(_ object: some Resource, type: EventType = .normal, reason: String, message: String) {
        record(ObjectReference(to: object), type: type, reason: reason, message: message)
    }

    package func record(_ object: ObjectReference, type: EventType = .normal, reason: String, message: String) {
        let remark = EventCorrelation.Remark(
            object: object, type: type.rawValue, reason: reason, message: String(message.prefix(1024)))
        state.withLock { state in
            if state.queue.count < Self.limit { state.queue.append((remark, .now)) } else { state.dropped += 1 }
        }
        signal.raise()
    }

    /// How many remarks were lost because the queue was full.
    package var dropped: Int { state.withLock(\.dropped) }

    /// Writes what is recorded until the task is cancelled.
    package func run() async {
        var correlation = EventCorrelation(component: component, host: host)
        while !Task.isCancelled {
            while let (remark, time) = state.withLock({ $0.queue.popFirst() }) {
                await write(remark, time, &correlation)
            }
            await signal.wait()
        }
    }

    private func write(
        _ remark: EventCorrelation.Remark, _ time: MicroTime, _ correlation: inout EventCorrelation
    ) async {
        do {
            switch correlation.observe(remark, time: time) {
            case .drop: return
            case .create(let event): _ = try await client.create(event)
            case .patch(let event): try await raiseCount(of: event, remark, &correlation)
            }
        } catch {
            logger.debug("event not written", metadata: ["reason": "\(remark.reason)", "error": "\(error)"])
        }
    }

    private func raiseCount(
        of event: Event, _ remark: EventCorrelation.Remark, _ correlation: inout EventCorrelation
    ) async throws {
        let patch: JSON = ["count": event.count.json, "lastTimestamp": event.lastTimestamp.json]
        do {
            _ = try await client.patch(
                Event.self, event.metadata.name, namespace: event.metadata.namespace, .strategic(patch))
        } catch let status as Status where status.isNotFound {
            correlation.forget(remark)
            _ = try await client.create(event)
        }
    }
}
