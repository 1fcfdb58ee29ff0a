public import Schema

/// The members of a cluster, all in one process, talked to in JSON: one request, one answer. ``RemoteRaft`` is the other
/// side.
///
/// ```
///   {"member": 1, "start": {"configuration": {…}, "persisted": {…}}}  → {"status": {…}}
///   {"member": 1, "handle": [{"tick": {}}, {"receive": {…}}]}         → {"answers": [{"done": {}}, …], "status": {…}}
///   {"member": 1, "handle": […], "take": true}                        → {"answers": …, "output": {…}, "status": {…}}
///   {"member": 1, "stop": {}}                                         → {}
/// ```
/// So cores of unknown quality can live in a process of their own. `start` also starts anew: what the member knew is gone
/// but for what it is given. `stop` is a crash.
public struct RaftServer<Core: RaftCore> {
    private var cores: [MemberID: Core] = [:]

    public init() {}

    /// Throws when the request is none; the members are as they were then.
    public mutating func answer(_ request: JSON) throws(DecodeError) -> JSON {
        let member: MemberID = try request.read("member")
        if let start = request["start"] {
            let core = try Self.start(start)
            cores[member] = core
            return ["status": core.status.json]
        }
        if request["stop"] != nil {
            cores[member] = nil
            return [:]
        }
        guard let events = request["handle"]?.array else {
            throw DecodeError("a request is one of start, handle, stop")
        }
        return try handle(events, by: member, takingOutput: try request.read("take"))
    }

    private static func start(_ json: JSON) throws(DecodeError) -> Core {
        Core(
            configuration: try json.read("configuration"), persisted: try Persisted(json: json["persisted"] ?? .null))
    }

    private mutating func handle(
        _ list: [JSON], by member: MemberID, takingOutput: Bool
    ) throws(DecodeError) -> JSON {
        var events: [RaftEvent] = []
        for event in list { events.append(try RaftEvent(json: event)) }
        // Taken out, so that the one copy is changed in place.
        guard var core = cores.removeValue(forKey: member) else { throw DecodeError("member \(member) isn't started") }
        var answer = JSONObject()
        answer["answers"] = .array(events.map { core.handle($0).json })
        if takingOutput { answer["output"] = core.takeOutput().json }
        answer["status"] = core.status.json
        cores[member] = core
        return .object(answer)
    }
}
