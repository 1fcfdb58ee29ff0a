internal import RaftContract
internal import RemoteCore
internal import Schema

/// Raft as a lab's worker does it: what a student has written agrees on the log of a real cluster's store.
///
/// One request for each call, and so some for each write: a member is slower by that, and keeps the same promises. What the
/// worker knew is gone when it ends; then this member ends, too, and begins again from its disk, as after any crash.
struct WorkerRaft: RaftCore {
    /// Names the worker program.
    static let variable = "DINGHY_RAFT_CORE"

    private let core = RemoteCore("the core of Raft", namedBy: variable)
    private let id: MemberID
    /// As of the last call.
    private(set) var status: RaftStatus

    init(configuration: RaftConfiguration, persisted: Persisted) {
        id = configuration.id
        let start: JSON = ["configuration": configuration.json, "persisted": persisted.json]
        status = core.ask(["member": id.json, "start": start], call: "start") { answer in
            try RaftStatus(json: answer["status"] ?? .null)
        }
    }

    mutating func tick() { tell(.tick) }
    mutating func receive(_ message: RaftMessage) { tell(.receive(message)) }
    mutating func read(_ context: UInt64) throws(Refusal) { try result(of: .read(context)) { _ in () } }
    mutating func transferLeadership(to member: MemberID) throws(Refusal) {
        try result(of: .transferLeadership(to: member)) { _ in () }
    }
    mutating func persisted(through index: LogIndex, term: Term) {
        tell(.persisted(through: EntryPosition(term: term, index: index)))
    }
    mutating func compact(through index: LogIndex) { tell(.compact(through: index)) }
    mutating func unreachable(_ member: MemberID) { tell(.unreachable(member)) }

    mutating func propose(_ command: [UInt8]) throws(Refusal) -> EntryPosition {
        try position(of: .propose(command))
    }

    mutating func proposeMembership(
        _ change: MembershipChange, context: [UInt8]
    ) throws(Refusal) -> EntryPosition {
        try position(of: .proposeMembership(change, context: context))
    }

    mutating func takeOutput() -> RaftOutput { request(nil) { try RaftOutput(json: $0["output"] ?? .null) } }

    // MARK: - The way there and back

    private mutating func tell(_ event: RaftEvent) { request(event) { _ in } }

    private mutating func position(of event: RaftEvent) throws(Refusal) -> EntryPosition {
        try result(of: event) { if case .position(let position) = $0 { position } else { nil } }
    }

    /// - Parameter value: nil for an answer that is none to this question.
    private mutating func result<Value>(
        of event: RaftEvent, _ value: (RaftAnswer) -> Value?
    ) throws(Refusal) -> Value {
        let result: Result<Value, Refusal> = request(event) { json in
            let answer = try RaftAnswer(json: json["answers"]?.array?.first ?? .null)
            if case .refused(let refusal) = answer { return .failure(refusal) }
            guard let value = value(answer) else { throw DecodeError("\(answer) doesn't answer \(event)") }
            return .success(value)
        }
        return try result.get()
    }

    /// - Parameter event: nil asks for what is to be done.
    private mutating func request<Value>(_ event: RaftEvent?, _ read: (JSON) throws -> Value) -> Value {
        let events = event.map { [$0.json] } ?? []
        let request: JSON = ["member": id.json, "handle": .array(events), "take": .bool(event == nil)]
        let (status, value) = core.ask(request, call: "handle") { answer in
            (try RaftStatus(json: answer["status"] ?? .null), try read(answer))
        }
        self.status = status
        return value
    }
}
