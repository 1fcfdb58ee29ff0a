internal import Conformance
internal import RaftContract
internal import Schema

/// The members that are examined, all in one worker process.
struct RaftUnderTest: Sendable {
    private let worker: CodeUnderTest

    init(_ scenario: Scenario) throws { worker = try scenario.worker() }

    /// Starts a member, or starts it again; blocks the thread, as all its calls.
    func start(_ configuration: RaftConfiguration, _ persisted: Persisted) throws -> RemoteRaft {
        try RemoteRaft(configuration: configuration, persisted: persisted) { [worker] request in
            try worker.callAtOnce(Self.name(request), request)
        }
    }

    /// What is being called, for whoever reads that it gave no answer.
    private static func name(_ request: JSON) -> String {
        if request["start"] != nil { return "init(configuration:persisted:)" }
        guard let event = request["handle"]?.array?.first, let name = event.object?.members.first?.name else {
            return "takeOutput()"
        }
        if name == "receive", let kind = event["receive"]?.object?.members.last?.name { return "receive: \(kind)" }
        return calls[name] ?? name
    }

    private static let calls = [
        "tick": "tick()", "propose": "propose(_:)", "proposeMembership": "proposeMembership(_:context:)",
        "read": "read(_:)", "transferLeadership": "transferLeadership(to:)",
        "persisted": "persisted(through:term:)", "compact": "compact(through:)", "unreachable": "unreachable(_:)",
    ]
}
