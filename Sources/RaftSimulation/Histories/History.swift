/// All that clients have asked and been answered in one run.
struct History {
    private var calls: [Call] = []
    private var places: [Ticket: Int] = [:]
    /// Of each key, the last value that was read or written.
    private var last: [Int: Int] = [:]

    private struct Call {
        var ticket: Ticket
        var command: Command
        var sent: Int
        var answer: Register.Answer?
        var answered: Int?
    }

    var count: Int { calls.count }

    mutating func begin(_ ticket: Ticket, _ command: Command, at time: Int) {
        places[ticket] = calls.count
        calls.append(Call(ticket: ticket, command: command, sent: time))
    }

    mutating func end(_ ticket: Ticket, _ answer: Register.Answer, at time: Int) {
        guard let place = places[ticket] else { return }
        (calls[place].answer, calls[place].answered) = (answer, time)
        switch (calls[place].command.call, answer) {
        case (_, .value(let value)), (.put(let value), _), (.swap(_, let value), .swapped(true)):
            last[calls[place].command.key] = value
        default: break
        }
    }

    func command(of ticket: Ticket) -> Command { calls[places[ticket] ?? 0].command }
    func key(of ticket: Ticket) -> Int { command(of: ticket).key }
    func lastSeen(_ key: Int) -> Int { last[key] ?? 0 }

    func isWrite(_ ticket: Ticket, since time: Int) -> Bool {
        guard let place = places[ticket], calls[place].sent >= time else { return false }
        if case .get = calls[place].command.call { return false }
        return true
    }

    /// For the checker. A read that nobody has answered says nothing.
    func calls(of key: Int) -> [Operation<Register>] {
        calls.compactMap { call in
            guard call.command.key == key, call.answer != nil || call.command.call != .get else { return nil }
            return Operation(
                client: call.ticket.client, call.command.call, call.answer, sent: call.sent, answered: call.answered)
        }
    }

    func words(_ ticket: Ticket) -> String {
        guard let place = places[ticket] else { return "" }
        let call = calls[place]
        return Self.words(call.command, call.answer)
    }

    func words(_ operation: Operation<Register>, _ key: Int) -> String {
        "client \(operation.client)'s \(Self.words(Command(key: key, operation.call), operation.answer)), from "
            + "\(operation.sent) to \(operation.answered.map(String.init) ?? "never")"
    }

    private static func words(_ command: Command, _ answer: Register.Answer?) -> String {
        let text = String(decoding: command.bytes, as: UTF8.self)
        return switch answer {
        case nil: command.call == .get ? "get \(text)" : text
        case .done: "\(text) ✓"
        case .value(let value): "get \(text) is \(value)"
        case .swapped(let isDone): "\(text) \(isDone ? "✓" : "no")"
        }
    }
}
