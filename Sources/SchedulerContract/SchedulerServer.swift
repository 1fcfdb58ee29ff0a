public import Schema

/// A scheduler that is talked to in JSON: one request, one answer. ``RemoteScheduler`` is the other side.
///
/// ```
///   {"init": {…configuration…}}                   → {}
///   {"handle": {"pod": {…}}, "now": 1500000000}   → {"deadline": 2500000000}
///   {"next": {}, "now": 1500000000}               → {"action": {"bind": {…}}, "deadline": null}
///   {"record": "default/web"}                     → {"record": {…}}
/// ```
/// So a scheduler of unknown quality can live in a process of its own. Instants are nanoseconds since a beginning that the
/// two sides needn't agree on.
public struct SchedulerServer<Core: SchedulerCore> {
    private var core = Core(configuration: SchedulerConfiguration())
    private let beginning = ContinuousClock.now

    public init() {}

    /// Throws when the request is none; the core is as it was then.
    public mutating func answer(_ request: JSON) throws(DecodeError) -> JSON {
        if let configuration = request["init"] {
            core = Core(configuration: try SchedulerConfiguration(json: configuration))
            return [:]
        }
        if let event = request["handle"] {
            core.handle(try SchedulerEvent(json: event), now: try now(request))
            return ["deadline": deadline]
        }
        if request["next"] != nil {
            let action = core.next(now: try now(request))
            return ["action": action?.json ?? .null, "deadline": deadline]
        }
        if let pod = request["record"] { return ["record": core.record(of: try String(json: pod))?.json ?? .null] }
        throw DecodeError("a request is one of init, handle, next, record")
    }

    private func now(_ request: JSON) throws(DecodeError) -> SchedulerInstant {
        do { return beginning + .nanoseconds(try Int(json: request["now"] ?? .null)) } catch {
            throw error.under("now")
        }
    }

    private var deadline: JSON {
        core.nextDeadline.map { .integer(Int64(($0 - beginning) / .nanoseconds(1))) } ?? .null
    }
}
