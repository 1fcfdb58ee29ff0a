internal import RaftContract

/// The ways between the members, and what befalls messages on them.
struct Network {
    var chance: Chance
    /// By sender and receiver: how many faults block this way.
    private var blocked: [[Int]]
    /// So many of 1000 messages.
    var lost = 0
    var doubled = 0
    var delayed = 0

    init(members: Int, chance: Chance) {
        self.chance = chance
        blocked = [[Int]](repeating: [Int](repeating: 0, count: members), count: members)
    }

    mutating func block(_ from: Int, _ to: Int, by faults: Int = 1) { blocked[from][to] += faults }

    mutating func heal() {
        for from in blocked.indices { for to in blocked.indices { blocked[from][to] = 0 } }
        (lost, doubled, delayed) = (0, 0, 0)
    }

    func isBlocked(_ from: Int, _ to: Int) -> Bool { blocked[from][to] > 0 }

    /// How long each copy of a message is on its way; none arrives of a lost one.
    mutating func delays(_ from: Int, _ to: Int) -> [Int] {
        var delays: [Int] = []
        for _ in 0..<(chance.happens(doubled) ? 2 : 1) where !isBlocked(from, to) && !chance.happens(lost) {
            delays.append(chance.happens(delayed) ? chance.int(in: 60...1500) : chance.int(in: 3...40))
        }
        return delays
    }
}

extension Simulation {
    mutating func send(_ message: RaftMessage, from member: Int) throws {
        let id = members[member].id
        guard message.from == id, message.to != id else {
            throw Violation(.contract, "member \(id) sends a message from \(message.from) to \(message.to).", [id])
        }
        guard let to = place(of: message.to) else { return }
        var (message, machine) = (message, KeyValueMachine?.none)
        if case .installSnapshot(let point) = message.kind {
            // What is sent along is what the disk has: of the point that the core named, or a later one.
            let saved = members[member].disk.image.persisted.snapshot
            guard saved.index >= point.index else { return }
            message.kind = .installSnapshot(saved)
            machine = members[member].disk.image.machine
            counts.snapshotsSent += 1
        }
        let delays = network.delays(member, to)
        if delays.isEmpty {
            counts.lostMessages += 1
            _ = mark(message, isLost: true)
            // Sometimes the machine notices, and tells its core.
            if network.chance.happens(300) {
                agenda.add(.unreachable(member, message.to, life: members[member].life), at: now + 20)
            }
        }
        for delay in delays { agenda.add(.arrives(message, machine, recorded: mark(message)), at: now + delay) }
    }

    mutating func arrive(_ message: RaftMessage, _ machine: KeyValueMachine?, _ recorded: Int?) throws {
        guard let member = place(of: message.to), members[member].isUp else { return }
        if members[member].isPaused {
            // As much as the sockets take.
            if members[member].waiting.count < 50 {
                members[member].waiting.append(.arrives(message, machine, recorded: recorded))
            }
            return
        }
        if let recorded { recording?.messages[recorded].arrived = now }
        if case .installSnapshot(let point) = message.kind, let machine {
            members[member].received.append((point.index, machine))
        }
        try handle(.receive(message), member)
    }
}
