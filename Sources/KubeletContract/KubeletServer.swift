internal import API
public import Schema

/// The decisions of a kubelet for one pod, asked for in JSON: one request, one answer.
///
/// ```
///   {"init": {}}                                                            → {}
///   {"plan": {"pod": {…}, "observed": {…}, "isStopping": false, "now": 10}} → {"actions": […], "isFinished": false}
///   {"status": {"pod": {…}, "observed": {…}, "host": "10.0.0.1", "now": 10}} → {"phase": "Running", …}
///   {"started": {"name": "a", "last": {…}}}                                 → {}
///   {"failed": {"name": "a", "image": "…", "reason": "…", "message": "…", "now": 10}} → {}
///   {"follow": {"container": {…}, "id": "a0", "since": 10}}                 → {}
///   {"next": {"id": "a0", "purpose": "liveness"}}                           → {"at": 15}
///   {"probed": {"id": "a0", "purpose": "liveness", "success": true, "now": 15}} → {}
///   {"outcome": {"id": "a0", "purpose": "liveness"}}                        → {"outcome": "success"}
///   {"grace": {"pod": {…}, "name": "a", "because": "podEnds"}}              → {"seconds": 30}
///   {"left": {"period": 30, "elapsed": 12}}                                 → {"seconds": 18}
/// ```
/// So code of unknown quality can live in a process of its own. Times are seconds; `name` is missing where it is the
/// sandbox that has failed.
public struct KubeletServer<Core: KubeletCore> {
    private var core = Core()

    public init() {}

    /// Throws when the request is none; the core is as it was then.
    public mutating func answer(_ request: JSON) throws(DecodeError) -> JSON {
        guard let member = request.object?.members.first else {
            throw DecodeError("expected a request, got \(request.typeName)")
        }
        do { return try answer(member.name, member.value) } catch { throw error.under(member.name) }
    }

    private mutating func answer(_ request: String, _ given: JSON) throws(DecodeError) -> JSON {
        switch request {
        case "plan":
            return core.plan(
                try given.pod(), try given.observed(), isStopping: try given.flag("isStopping"),
                now: try given.time("now")
            ).json
        case "status":
            return core.status(
                try given.pod(), try given.observed(), hostAddress: try given.text("host"), now: try given.time("now")
            ).json
        case "next":
            guard let at = core.nextProbe(try given.purpose(), of: try given.text("id")) else { return [:] }
            return ["at": at.seconds.json]
        case "outcome":
            return ["outcome": core.outcome(try given.purpose(), of: try given.text("id")).rawValue.json]
        case "grace":
            let reason = try StopReason(json: given["because"] ?? .null)
            return [
                "seconds": core.gracePeriod(try given.pod(), stopping: try given.text("name"), because: reason).json
            ]
        case "left":
            return [
                "seconds": core.secondsLeft(of: try given.number("period"), after: try given.number("elapsed")).json
            ]
        default: try note(request, given)
        }
        return [:]
    }

    /// What was done.
    private mutating func note(_ request: String, _ given: JSON) throws(DecodeError) {
        switch request {
        case "init": core = Core()
        case "started": core.started(try given.text("name"), after: try given.last())
        case "failed":
            core.failed(
                given["name"] == nil ? nil : try given.text("name"), image: try given.text("image"),
                reason: try given.text("reason"), message: try given.text("message"), now: try given.time("now"))
        case "follow":
            core.follow(
                try Container(json: given["container"] ?? .null), id: try given.text("id"),
                since: try given.time("since"))
        case "probed":
            core.probed(
                try given.purpose(), of: try given.text("id"), success: try given.flag("success"),
                now: try given.time("now"))
        default: throw DecodeError("no such request")
        }
    }
}

/// A request's members.
extension JSON {
    fileprivate func pod() throws(DecodeError) -> Pod {
        do { return try Pod(json: self["pod"] ?? .null) } catch { throw error.under("pod") }
    }

    fileprivate func observed() throws(DecodeError) -> PodObservation {
        do { return try PodObservation(json: self["observed"] ?? .null) } catch { throw error.under("observed") }
    }

    fileprivate func last() throws(DecodeError) -> PodObservation.Container? {
        guard let last = self["last"] else { return nil }
        do { return try PodObservation.Container(json: last) } catch { throw error.under("last") }
    }

    fileprivate func purpose() throws(DecodeError) -> ProbePurpose {
        do { return try ProbePurpose(json: self["purpose"] ?? .null) } catch { throw error.under("purpose") }
    }
}
