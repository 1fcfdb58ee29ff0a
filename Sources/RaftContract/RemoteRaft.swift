public import Schema

/// A member in another process, with the calls of ``RaftCore``, all of which can fail.
public struct RemoteRaft {
    public let id: MemberID
    /// As of the last call.
    public private(set) var status: RaftStatus
    private let send: (JSON) throws -> JSON

    /// - Parameter send: brings a request to a ``RaftServer`` and its answer back.
    public init(
        configuration: RaftConfiguration, persisted: Persisted, send: @escaping (JSON) throws -> JSON
    ) throws {
        id = configuration.id
        self.send = send
        let start: JSON = ["configuration": configuration.json, "persisted": persisted.json]
        let answer = try send(["member": id.json, "start": start])
        status = try RaftStatus(json: answer["status"] ?? .null)
    }

    /// One answer for each event, in order.
    public mutating func handle(_ events: [RaftEvent]) throws -> [RaftAnswer] {
        try call(events, takingOutput: false).answers
    }

    /// ``handle(_:)``, and then ``RaftCore/takeOutput()``, in one request.
    public mutating func handleAndTakeOutput(_ events: [RaftEvent]) throws -> ([RaftAnswer], RaftOutput) {
        let reply = try call(events, takingOutput: true)
        return (reply.answers, try RaftOutput(json: reply.json["output"] ?? .null))
    }

    /// The member is gone, with all that isn't on its disk.
    public func stop() throws { _ = try send(["member": id.json, "stop": [:]]) }

    private mutating func call(
        _ events: [RaftEvent], takingOutput: Bool
    ) throws -> (answers: [RaftAnswer], json: JSON) {
        let reply = try send([
            "member": id.json, "handle": .array(events.map(\.json)), "take": .bool(takingOutput),
        ])
        status = try RaftStatus(json: reply["status"] ?? .null)
        return (try (reply["answers"]?.array ?? []).map { try RaftAnswer(json: $0) }, reply)
    }
}
