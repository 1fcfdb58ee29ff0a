internal import API
public import Schema

/// The decisions about nodes, asked for in JSON: one request, one answer.
///
/// ```
///   {"init": {"nodeMonitorGracePeriod": 40}}                            → {}
///   {"observe": {"node": {…}, "lease": {…}, "now": 1000}}               → {"left": 40}
///   {"forget": {"name": "worker"}}                                      → {}
///   {"silenced": {"node": {…}, "now": 1000}}                            → {"node": {…}}
///   {"silenced": {"pod": {…}, "now": 1000}}                             → {"pod": {…}}
///   {"tainted": {"node": {…}, "evicting": true, "now": 1000}}           → {"node": {…}}
///   {"eviction": {"pod": {…}, "node": {…}, "now": 1000}}                → {"leave": 300}, or {} when it stays
///   {"zones": {"nodes": […]}}                                           → {"zones": [{"name": "eu/a", …}]}
///   {"turn": {"name": "worker", "zone": {…}, "now": 1000}}              → {"turn": 0}, or {} for never
///   {"subnet": {"node": {…}}}                                           → {"subnet": "10.244.0.0/24"}, or {} for none
///   {"release": {"node": {…}}}                                          → {}
/// ```
/// So code of unknown quality can live in a process of its own. Times are seconds.
public struct NodesServer<Core: NodesCore> {
    private var core = Core(NodesConfiguration())

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
        case "init": core = Core(try NodesConfiguration(json: given.json))
        case "observe":
            return ["left": core.observe(try given.read("node"), try given.lease(), now: try given.now()).json]
        case "forget": core.forget(try given.read("name"))
        case "silenced" where given.json["pod"] != nil:
            return ["pod": core.silenced(try given.read("pod") as Pod, now: try given.now()).json]
        case "silenced": return ["node": core.silenced(try given.read("node") as Node, now: try given.now()).json]
        case "tainted":
            let node: Node = try given.read("node")
            return ["node": core.tainted(node, evicting: try given.read("evicting"), now: try given.now()).json]
        case "eviction":
            let pod: Pod = try given.read("pod")
            return core.eviction(of: pod, from: try given.read("node"), now: try given.now()).json
        default: return try answerForAll(request, given)
        }
        return [:]
    }

    /// What concerns more than one node.
    private mutating func answerForAll(_ request: String, _ given: Arguments) throws(DecodeError) -> JSON {
        switch request {
        case "zones": return ["zones": core.zones(try given.read("nodes")).json]
        case "turn":
            let name: String = try given.read("name")
            guard let turn = core.turn(of: name, in: try given.read("zone"), now: try given.now()) else { return [:] }
            return ["turn": turn.json]
        case "subnet":
            guard let subnet = core.subnet(of: try given.read("node")) else { return [:] }
            return ["subnet": .string(subnet)]
        case "release":
            core.releaseSubnet(of: try given.read("node"))
            return [:]
        default: throw DecodeError("no such request")
        }
    }
}

/// A request's members.
private struct Arguments {
    let json: JSON

    func read<Value: FieldValue>(_ name: String) throws(DecodeError) -> Value {
        do { return try Value(json: json[name] ?? .null) } catch { throw error.under(name) }
    }
    func lease() throws(DecodeError) -> Lease? { json["lease"] == nil ? nil : try read("lease") as Lease }
    func now() throws(DecodeError) -> Time { Time(seconds: try read("now")) }
}
