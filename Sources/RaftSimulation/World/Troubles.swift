internal import RaftContract

/// One trouble that is under way, with what ends it.
enum Trouble {
    case partition([(Int, Int)])
    case pause(Int, life: Int)
    case slowDisk(Int)
    case storm(loss: Int, delay: Int)
    case removal(Int)
}

// Faults begin at moments and last for times that the seed decides. Leaders are struck more often than others: there is
// little to learn from a follower's crash.
extension Simulation {
    mutating func setUpTroubles() {
        if plan.troubles.contains(.drift) {
            for member in members.indices { members[member].tickEvery = troubleChance.int(in: 80...125) }
        }
        if plan.troubles.contains(.loss) { network.lost = troubleChance.int(in: 0...60) }
        if plan.troubles.contains(.duplication) { network.doubled = troubleChance.int(in: 10...150) }
        if plan.troubles.contains(.reordering) { network.delayed = troubleChance.int(in: 10...150) }
        agenda.add(.trouble, at: 1000)
        agenda.add(.administrates, at: 1500)
    }

    mutating func beginTrouble() throws {
        guard !isCalm else { return }
        agenda.add(.trouble, at: now + troubleChance.int(in: 100...1500))
        let kinds: [Troubles] = [.partitions, .oneWayPartitions, .pauses, .crashes, .crashes, .slowDisks, .loss]
        let possible = kinds.filter { plan.troubles.contains($0) }
        guard !possible.isEmpty else { return }
        let lasts = troubleChance.int(in: 200...2500)
        switch troubleChance.pick(possible) {
        case .partitions: partition(until: now + lasts)
        case .oneWayPartitions: blockOneWay(until: now + lasts)
        case .pauses: pause(until: now + lasts)
        case .crashes: prepareCrash()
        case .slowDisks: slowDown(until: now + lasts)
        default: storm(until: now + lasts)
        }
    }

    /// In most cases a leader.
    private mutating func victim() -> Int {
        let leaders = members.indices.filter { members[$0].isUp && members[$0].status.role == .leader }
        if !leaders.isEmpty, troubleChance.happens(600) { return troubleChance.pick(leaders) }
        return troubleChance.int(in: 0...members.count - 1)
    }

    /// New leaders are in danger: what they have told only some of the others is what rules about terms are made for.
    mutating func noticeElection(of member: Int) {
        counts.elections += 1
        guard !isCalm else { return }
        if plan.troubles.contains(.oneWayPartitions), troubleChance.happens(250) {
            let spared = troubleChance.int(in: 0...members.count - 1)
            let others = members.indices.filter { $0 != member && $0 != spared }
            let end = now + troubleChance.int(in: 200...1200)
            block(
                others.map { (member, $0) }, until: end, "only \(members[spared].id) hears member \(members[member].id)"
            )
        }
        if plan.troubles.contains(.crashes), troubleChance.happens(200) {
            agenda.add(.crashes(member, life: members[member].life), at: now + troubleChance.int(in: 10...400))
        }
    }

    // MARK: - The network

    private mutating func partition(until end: Int) {
        counts.partitions += 1
        var side = [victim()]
        let others = troubleChance.shuffled(members.indices.filter { $0 != side[0] })
        side += others.prefix(troubleChance.int(in: 0...max(0, members.count / 2 - 1)))
        let ways = members.indices.flatMap { from in members.indices.map { (from, $0) } }
            .filter { side.contains($0.0) != side.contains($0.1) }
        block(ways, until: end, "partition: \(names(side)) | \(names(members.indices.filter { !side.contains($0) }))")
    }

    private mutating func blockOneWay(until end: Int) {
        counts.partitions += 1
        let one = victim()
        let others = members.indices.filter { $0 != one }
        if troubleChance.happens(500) {
            block(others.map { (one, $0) }, until: end, "nobody hears member \(members[one].id)")
        } else {
            block(others.map { ($0, one) }, until: end, "member \(members[one].id) hears nobody")
        }
    }

    private mutating func block(_ ways: [(Int, Int)], until end: Int, _ words: String) {
        for (from, to) in ways { network.block(from, to) }
        note(.fault, nil, words)
        agenda.add(.troubleEnds(.partition(ways)), at: end)
    }

    private mutating func storm(until end: Int) {
        let loss = troubleChance.int(in: 50...400)
        let delay = plan.troubles.contains(.reordering) ? troubleChance.int(in: 0...500) : 0
        (network.lost, network.delayed) = (network.lost + loss, network.delayed + delay)
        note(.fault, nil, "storm: \(loss / 10) % of messages are lost")
        agenda.add(.troubleEnds(.storm(loss: loss, delay: delay)), at: end)
    }

    private func names(_ side: [Int]) -> String { side.map { "\(members[$0].id)" }.sorted().joined(separator: " ") }

    // MARK: - Machines

    private mutating func pause(until end: Int) {
        let member = victim()
        guard members[member].isUp, !members[member].isPaused else { return }
        counts.pauses += 1
        members[member].isPaused = true
        note(.pause, member, "❚❚ stands still")
        agenda.add(.resumes(member, life: members[member].life), at: end)
    }

    mutating func resume(_ member: Int, _ life: Int) throws {
        guard members[member].life == life, members[member].isPaused else { return }
        members[member].isPaused = false
        note(.resume, member, "▷ goes on")
        let waiting = members[member].waiting
        members[member].waiting = []
        for event in waiting { agenda.add(event, at: now + 1) }
    }

    private mutating func slowDown(until end: Int) {
        let member = victim()
        members[member].syncTakes = 100...900
        note(.note, member, "disk gets slow")
        agenda.add(.troubleEnds(.slowDisk(member)), at: end)
    }

    private mutating func prepareCrash() {
        let member = victim()
        guard members[member].isUp else { return }
        if troubleChance.happens(250) { return crash(member, nil) }
        members[member].fuse = troubleChance.pick(CrashPoint.allCases)
    }

    /// - Parameter point: while an output is worked off; nil for any moment else.
    mutating func crash(_ member: Int, _ point: CrashPoint?) {
        members[member].disk.crash(&diskChance)
        members[member].loseMemory()
        counts.crashes[point?.rawValue ?? "any", default: 0] += 1
        let words =
            switch point {
            case .beforeWrite: " before writing"
            case .beforeSync: " before fsync"
            case .beforeSend: " before sending"
            case nil: ""
            }
        note(.crash, member, "✕ crash" + words)
        let down = isCalm ? 1 : troubleChance.int(in: 100...2000)
        agenda.add(.restarts(member, life: members[member].life), at: now + down)
    }

    // MARK: - Ends

    mutating func end(_ trouble: Trouble) {
        switch trouble {
        // The calm has ended it already.
        case _ where isCalm: if case .removal(let member) = trouble { switchOff(member) }
        case .partition(let ways):
            for (from, to) in ways { network.block(from, to, by: -1) }
            note(.fault, nil, "the network is whole again")
        case .pause: break
        case .slowDisk(let member): members[member].syncTakes = 2...20
        case .storm(let loss, let delay):
            (network.lost, network.delayed) = (network.lost - loss, network.delayed - delay)
        case .removal(let member): switchOff(member)
        }
    }

    private mutating func switchOff(_ member: Int) {
        members[member].loseMemory()
        note(.crash, member, "removed, and switched off")
    }

    /// From now on nothing goes wrong.
    mutating func calm() throws {
        isCalm = true
        network.heal()
        note(.fault, nil, "all faults are over")
        for member in members.indices {
            (members[member].syncTakes, members[member].fuse) = (2...20, nil)
            members[member].tickEvery = Plan.tick
            try resume(member, members[member].life)
            try start(member)
        }
    }
}
