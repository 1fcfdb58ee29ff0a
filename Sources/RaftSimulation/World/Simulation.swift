package import RaftContract

/// A cluster in one process, on a virtual clock, from one seed: members, their disks, the network between them, clients,
/// and whatever can go wrong.
///
/// ```
///   agenda ──▶ one event ──▶ a member's core ──▶ output ──▶ disk, network, state machine ──▶ more events
///                                  │                │
///                                  └── status ──────┴──▶ Watcher: does every invariant hold?
/// ```
/// Nothing depends on anything but the plan: the same plan gives the same run, event for event. It ends with the first
/// violation, or when the troubles are over and the cluster has shown that it lives.
package struct Simulation<Core: DrivenCore> {
    package typealias Maker = (RaftConfiguration, Persisted) throws -> Core

    let plan: Plan
    let make: Maker
    var now = 0
    var agenda = Agenda<Event>()
    var members: [SimulatedMember<Core>]
    var network: Network
    var clients: [Client]
    var history = History()
    var watcher: Watcher
    var administrator = Administrator()
    var diskChance: Chance
    var troubleChance: Chance
    /// Questions of all members, so that no context is used twice.
    var lastContext: UInt64 = 0
    var isCalm = false
    /// A write that began in the calm has succeeded.
    var hasShownLife = false
    var counts = RunCounts()
    var recording: Recording?

    private init(_ plan: Plan, isRecorded: Bool, make: @escaping Maker) {
        self.plan = plan
        self.make = make
        var chance = Chance(seed: plan.seed ^ 0x5eed)
        let voters = plan.members.prefix(plan.voters)
        members = plan.members.map { id in
            let first = Persisted(voters: voters.contains(id) ? Array(voters) : [])
            return SimulatedMember(id, first, keys: plan.keys)
        }
        network = Network(members: members.count, chance: chance.branch())
        clients = (0..<plan.clients).map { Client(number: $0, chance: chance.branch()) }
        diskChance = chance.branch()
        troubleChance = chance.branch()
        watcher = Watcher(members.map(\.disk.image.persisted), isVolatile: plan.isVolatile)
        if isRecorded { recording = Recording() }
        recording?.members = plan.members
    }

    /// - Parameters:
    ///   - isRecorded: keeps what a ``TimelinePage`` shows.
    ///   - make: starts a member with what its disk has; also after each crash.
    /// - Throws: what the cores throw, when they are behind a pipe.
    package static func run(_ plan: Plan, isRecorded: Bool = false, make: @escaping Maker) throws -> Run {
        var simulation = Simulation(plan, isRecorded: isRecorded, make: make)
        var violation: Violation?
        do {
            try simulation.play()
        } catch var error as Violation {
            error.time = simulation.now
            violation = error
            simulation.note(error)
        }
        simulation.drawLogs()
        return Run(plan: plan, violation: violation, counts: simulation.counts, recording: simulation.recording)
    }

    private mutating func play() throws {
        for member in members.indices { try start(member) }
        for client in clients.indices { agenda.add(.clientWakes(client), at: 50 + 30 * client) }
        let end = plan.troubleTicks * Plan.tick
        agenda.add(.calm, at: end)
        setUpTroubles()
        let latest = end + plan.calmTicks * Plan.tick
        while !(isCalm && hasShownLife), let next = agenda.next(), next.time <= latest {
            now = next.time
            counts.events += 1
            try happen(next.event)
            if isCalm, plan.clients == 0, allFollowOne { hasShownLife = true }
        }
        if !hasShownLife { throw Violation(.liveness, whoLeads) }
        try judgeHistory()
    }

    private mutating func happen(_ event: Event) throws {
        switch event {
        case .tick(let member, let life): try tick(member, life)
        case .arrives(let message, let machine, let mark): try arrive(message, machine, mark)
        case .unreachable(let member, let other, let life):
            if members[member].life == life, !members[member].isPaused { try handle(.unreachable(other), member) }
        case .synced(let member, let life): try synced(member, life)
        case .crashes(let member, let life): if members[member].life == life, !isCalm { crash(member, nil) }
        case .restarts(let member, let life): if members[member].life == life { try start(member) }
        case .resumes(let member, let life): try resume(member, life)
        case .clientWakes(let client): beginCall(client)
        case .request(let ticket, let member): try serve(ticket, member)
        case .reply(let ticket, let reply): hear(reply, ticket)
        case .givesUp(let ticket): giveUp(ticket)
        case .trouble: try beginTrouble()
        case .troubleEnds(let trouble): end(trouble)
        case .administrates: try administrate()
        case .calm: try calm()
        }
    }

    /// Members are numbered from 1; nil for a machine that there isn't.
    func place(of id: MemberID) -> Int? { id >= 1 && id <= members.count ? Int(id) - 1 : nil }

    /// In a plan without clients, this is all the life there is.
    private var allFollowOne: Bool {
        let leaders = members.filter { $0.status.role == .leader }
        return leaders.count == 1 && members.allSatisfy { $0.isUp && $0.status.leader == leaders[0].id }
    }

    private var whoLeads: String {
        let leaders = members.filter { $0.isUp && $0.status.role == .leader }.map {
            "\($0.id) (term \($0.status.term))"
        }
        return
            "\(plan.clients == 0 ? "not all follow one leader" : "no write has succeeded"), \(plan.calmTicks) ticks after the last fault; "
            + (leaders.isEmpty ? "there is no leader." : "leader: \(leaders.joined(separator: ", ")).")
    }

    private func judgeHistory() throws(Violation) {
        for key in 0..<plan.keys {
            let calls = history.calls(of: key)
            guard case .violated(let wrong) = LinearizabilityChecker.check(calls) else { continue }
            throw Violation(.linearizability, "nothing explains \(history.words(calls[wrong], key)).")
        }
    }
}

/// What came of a run.
package struct Run: Sendable {
    package var plan: Plan
    package var violation: Violation?
    package var counts: RunCounts
    package var recording: Recording?
}

/// How much happened: a simulation in which nothing goes wrong proves nothing.
package struct RunCounts: Sendable {
    package var events = 0
    package var elections = 0
    package var commits = 0
    package var calls = 0
    package var reads = 0
    package var lostMessages = 0
    package var crashes: [String: Int] = [:]
    package var snapshotsSent = 0
    package var snapshotsInstalled = 0
    package var membershipChanges = 0
    package var transfers = 0
    package var pauses = 0
    package var partitions = 0

    package init() {}
}
