public import Schema

/// A scheduler in another process, with the calls of ``SchedulerCore``, all of which can fail.
public struct RemoteScheduler {
    /// When ``next(now:)`` may have an answer though nothing happens, as of the last call.
    public private(set) var nextDeadline: SchedulerInstant?
    private let beginning = ContinuousClock.now
    private let send: (JSON) throws -> JSON

    /// - Parameter send: brings a request to a ``SchedulerServer`` and its answer back.
    public init(configuration: SchedulerConfiguration, send: @escaping (JSON) throws -> JSON) throws {
        self.send = send
        _ = try send(["init": configuration.json])
    }

    public mutating func handle(_ event: SchedulerEvent, now: SchedulerInstant) throws {
        _ = try call(["handle": event.json, "now": nanoseconds(now)])
    }

    public mutating func next(now: SchedulerInstant) throws -> SchedulerAction? {
        guard let action = try call(["next": [:], "now": nanoseconds(now)])["action"], !action.isNull else {
            return nil
        }
        return try SchedulerAction(json: action)
    }

    public func record(of pod: String) throws -> SchedulingRecord? {
        guard let record = try send(["record": .string(pod)])["record"], !record.isNull else { return nil }
        return try SchedulingRecord(json: record)
    }

    private mutating func call(_ request: JSON) throws -> JSON {
        let answer = try send(request)
        nextDeadline = answer["deadline"]?.integer.map { beginning + .nanoseconds($0) }
        return answer
    }

    private func nanoseconds(_ instant: SchedulerInstant) -> JSON {
        .integer(Int64((instant - beginning) / .nanoseconds(1)))
    }
}
