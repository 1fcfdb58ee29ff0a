internal import API
public import Schema

/// The decisions of a ReplicaSet controller, asked for in JSON: one request, one answer.
///
/// ```
///   {"init": {}}                                                        → {}
///   {"difference": {"set": {…}, "pods": […]}}                           → {"difference": {"create": 2}}
///   {"batch": {"count": 5, "created": 1, "failed": 0}}                  → {"batch": 2}
///   {"claim": {"set": {…}, "pods": […]}}                                → {"owned": […], "adopt": […], "release": […]}
///   {"order": {"pods": […], "related": […]}}                            → {"order": ["default/b", "default/a"]}
///   {"expect": {"set": "default/web", "creations": 3, "now": 1000}}     → {}
///   {"expect": {"set": "default/web", "deletions": ["default/a"], …}}   → {}
///   {"failed": {"set": "default/web"}}                                  → {}
///   {"observe": {"set": "default/web", "event": {"added": {…}}}}        → {}
///   {"forget": {"set": "default/web"}}                                  → {}
///   {"isUpToDate": {"set": "default/web", "now": 1000}}                 → {"isUpToDate": false}
/// ```
/// So code of unknown quality can live in a process of its own. Pods come back as their keys; times are seconds.
public struct ReplicaSetServer<Core: ReplicaSetCore> {
    private var core = Core()

    public init() {}

    /// Throws when the request is none; the core is as it was then.
    public mutating func answer(_ request: JSON) throws(DecodeError) -> JSON {
        guard let member = request.object?.members.first else {
            throw DecodeError("expected a request, got \(request.typeName)")
        }
        do { return try answer(member.name, Arguments(json: member.value)) } catch { throw error.under(member.name) }
    }

    private mutating func answer(_ request: String, _ given: Arguments) throws(DecodeError) -> JSON {
        switch request {
        case "init": core = Core()
        case "difference": return ["difference": core.difference(try given.set(), pods: try given.pods("pods")).json]
        case "batch":
            let batch = core.nextBatch(
                of: try given.number("count"), created: try given.number("created"), failed: try given.number("failed"))
            return ["batch": .integer(Int64(batch))]
        case "claim":
            let claim = core.claim(try given.set(), pods: try given.pods("pods"))
            return ["owned": keys(claim.owned), "adopt": keys(claim.adopt), "release": keys(claim.release)]
        case "order":
            return ["order": keys(core.deletionOrder(try given.pods("pods"), related: try given.pods("related")))]
        case "isUpToDate": return ["isUpToDate": .bool(core.isUpToDate(try given.key(), now: try given.now()))]
        default: try note(request, given)
        }
        return [:]
    }

    /// What happens to a set's pods.
    private mutating func note(_ request: String, _ given: Arguments) throws(DecodeError) {
        let set = try given.key()
        switch request {
        case "expect" where given.json["deletions"] != nil:
            core.expectDeletions(try given.keys("deletions"), by: set, now: try given.now())
        case "expect": core.expectCreations(try given.number("creations"), by: set, now: try given.now())
        case "failed": core.creationFailed(by: set)
        case "observe": core.observe(try given.event(), of: set)
        case "forget": core.forget(set)
        default: throw DecodeError("no such request")
        }
    }

    private func keys(_ pods: [Pod]) -> JSON { .array(pods.map { .string($0.key) }) }
}

/// A request's members.
private struct Arguments {
    let json: JSON

    func set() throws(DecodeError) -> ReplicaSet {
        try read("set") { json throws(DecodeError) in try ReplicaSet(json: json) }
    }
    func pods(_ name: String) throws(DecodeError) -> [Pod] {
        try read(name) { json throws(DecodeError) in try [Pod](json: json) }
    }
    func number(_ name: String) throws(DecodeError) -> Int {
        try read(name) { json throws(DecodeError) in try Int(json: json) }
    }
    func keys(_ name: String) throws(DecodeError) -> [String] {
        try read(name) { json throws(DecodeError) in try [String](json: json) }
    }
    func key() throws(DecodeError) -> String { try read("set") { json throws(DecodeError) in try String(json: json) } }
    func event() throws(DecodeError) -> PodEvent {
        try read("event") { json throws(DecodeError) in try PodEvent(json: json) }
    }
    func now() throws(DecodeError) -> Time { Time(seconds: try number("now")) }

    private func read<Value>(
        _ name: String, _ decode: (JSON) throws(DecodeError) -> Value
    ) throws(DecodeError) -> Value {
        do { return try decode(json[name] ?? .null) } catch { throw error.under(name) }
    }
}
