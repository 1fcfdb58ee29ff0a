internal import RaftContract

/// Somebody who uses the service: one call after the other, to the member that it takes for the leader, with a limit to
/// its patience. A call that it has given up may happen all the same, now or later.
struct Client {
    let number: Int
    var chance: Chance
    var target = 0
    /// Of its calls, the one that waits for an answer.
    var sequence = 0
    var isWaiting = false

    init(number: Int, chance: Chance) {
        self.number = number
        self.chance = chance
    }
}

extension Simulation {
    mutating func beginCall(_ client: Int) {
        clients[client].sequence += 1
        clients[client].isWaiting = true
        let ticket = Ticket(client: client, sequence: clients[client].sequence)
        let call = chooseCall(client)
        counts.calls += 1
        history.begin(ticket, call, at: now)
        noteCall(ticket, " ?")
        if clients[client].chance.happens(100) { clients[client].target = anyMember(client) }
        agenda.add(.request(ticket, at: clients[client].target), at: now + clients[client].chance.int(in: 1...10))
        agenda.add(.givesUp(ticket), at: now + clients[client].chance.int(in: 500...1500))
    }

    private mutating func chooseCall(_ client: Int) -> Command {
        let key = clients[client].chance.int(in: 0...plan.keys - 1)
        let kind = clients[client].chance.int(in: 0...9)
        if kind < 4, plan.reads { return Command(key: key, .get) }
        // No value is written twice, so a value that was read tells which write it is from.
        let value = history.count + 1
        if kind < 6 { return Command(key: key, .swap(expected: history.lastSeen(key), new: value)) }
        return Command(key: key, .put(value))
    }

    private mutating func anyMember(_ client: Int) -> Int { clients[client].chance.int(in: 0...members.count - 1) }

    /// A request has arrived at a member.
    mutating func serve(_ ticket: Ticket, _ member: Int) throws {
        guard members[member].isUp, !members[member].isPaused else { return }
        let command = history.command(of: ticket)
        if case .get = command.call { return try serveRead(ticket, member) }
        // Taken before the call: the call may commit it, if it is a cluster of one.
        switch try handle(.propose(command.bytes), member) {
        case .position(let position): remember(position, ticket, member)
        case .refused(.notLeader(let leader)): reply(.no(leader: leader), to: ticket)
        case .refused: reply(.no(leader: nil), to: ticket)
        case .done:
            let id = members[member].id
            throw Violation(.contract, "member \(id) neither took nor refused a command.", [id])
        }
    }

    private mutating func remember(_ position: EntryPosition, _ ticket: Ticket, _ member: Int) {
        guard position.index > members[member].applied.index else { return }
        members[member].proposals.append((position, ticket))
    }

    private mutating func serveRead(_ ticket: Ticket, _ member: Int) throws {
        lastContext += 1
        members[member].questions.append((lastContext, ticket, watcher.committed.count))
        if case .refused(let refusal) = try handle(.read(lastContext), member) {
            members[member].questions.removeAll { $0.ticket == ticket }
            if case .notLeader(let leader) = refusal { return reply(.no(leader: leader), to: ticket) }
            reply(.no(leader: nil), to: ticket)
        }
    }

    /// On its way; clients' connections are never cut.
    mutating func reply(_ reply: Reply, to ticket: Ticket) { agenda.add(.reply(ticket, reply), at: now + 5) }

    mutating func hear(_ reply: Reply, _ ticket: Ticket) {
        let client = ticket.client
        guard clients[client].isWaiting, clients[client].sequence == ticket.sequence else { return }
        switch reply {
        case .answer(let answer):
            clients[client].isWaiting = false
            history.end(ticket, answer, at: now)
            noteCall(ticket)
            if isCalm, history.isWrite(ticket, since: plan.troubleTicks * Plan.tick) { hasShownLife = true }
            agenda.add(.clientWakes(client), at: now + clients[client].chance.int(in: 10...250))
        case .no(let leader):
            clients[client].target = leader.flatMap { place(of: $0) } ?? anyMember(client)
            let wait = clients[client].chance.int(in: 20...80)
            agenda.add(.request(ticket, at: clients[client].target), at: now + wait)
        }
    }

    mutating func giveUp(_ ticket: Ticket) {
        let client = ticket.client
        guard clients[client].isWaiting, clients[client].sequence == ticket.sequence else { return }
        clients[client].isWaiting = false
        clients[client].target = anyMember(client)
        noteCall(ticket, " given up")
        agenda.add(.clientWakes(client), at: now + clients[client].chance.int(in: 10...100))
    }
}
