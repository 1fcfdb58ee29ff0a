internal import RaftContract

// What a member's machine does with its core's outputs, in the order that the contract gives: prompt messages, disk,
// persisted, messages, state machine, clients. A crash may strike between any two.
extension Simulation {
    /// The member begins, or begins again, with what its disk has.
    mutating func start(_ member: Int) throws {
        guard !members[member].isUp, !members[member].isRemoved else { return }
        let persisted = members[member].disk.image.persisted
        members[member].loseMemory()
        watcher.restarted(member, persisted)
        let core = try make(plan.configuration(of: members[member].id), persisted)
        members[member].core = core
        if now > 0 { note(.restart, member, "▶ restarts, term \(persisted.hardState.term)") }
        try look(member, core.status)
        // Not all at the same moment.
        let first = 1 + diskChance.int(in: 0...Plan.tick - 1)
        agenda.add(.tick(member, life: members[member].life), at: now + first)
        members[member].mayHaveOutput = true
        try pump(member)
    }

    mutating func tick(_ member: Int, _ life: Int) throws {
        guard members[member].life == life, members[member].isUp else { return }
        agenda.add(.tick(member, life: life), at: now + members[member].tickEvery)
        if !members[member].isPaused { try handle(.tick, member) }
    }

    /// Calls the core, and does what it wants done.
    @discardableResult
    mutating func handle(_ event: RaftEvent, _ member: Int) throws -> RaftAnswer {
        let isFree = members[member].working == nil
        guard let result = try members[member].core?.handle(event, takesOutput: isFree) else { return .done }
        if let output = result.output {
            try take(output, member)
        } else {
            members[member].mayHaveOutput = true
            try look(member, members[member].core?.status ?? RaftStatus())
        }
        try pump(member)
        return result.answer
    }

    private mutating func take(_ output: RaftOutput, _ member: Int) throws {
        members[member].mayHaveOutput = false
        let status = members[member].core?.status ?? RaftStatus()
        try watcher.look(at: output, of: members[member].id, member, status)
        try look(member, status)
        try judge(output.reads, member)
        try watcher.look(atCommitted: output.committed, of: members[member].id, member)
        if !output.isEmpty { try workOff(output, member) }
    }

    private mutating func look(_ member: Int, _ status: RaftStatus) throws {
        let members = members
        try watcher.look(at: status, of: member) { id, position in
            id >= 1 && id <= members.count && members[Int(id) - 1].disk.image.has(position)
        }
        let isElected = status.role == .leader && members[member].status.role != .leader
        counts.commits = watcher.committed.count
        members[member].status = status
        if isElected { noticeElection(of: member) }
        if recording != nil { markPart(member, status) }
    }

    /// Takes outputs as long as there may be one and the last has been worked off.
    private mutating func pump(_ member: Int) throws {
        while members[member].isUp, members[member].mayHaveOutput, members[member].working == nil {
            guard let result = try members[member].core?.handle(nil, takesOutput: true) else { return }
            try take(result.output ?? RaftOutput(), member)
        }
    }

    private mutating func workOff(_ output: RaftOutput, _ member: Int) throws {
        for message in output.promptMessages { try send(message, from: member) }
        guard output.hasWrites else { return try finish(output, member) }
        if members[member].fuse == .beforeWrite { return crash(member, .beforeWrite) }
        let machine = try arrivedSnapshot(output.snapshot, member)
        members[member].disk.write(output, machine, asOneFrame: plan.seed.isMultiple(of: 2))
        noteWrites(output, member)
        if members[member].fuse == .beforeSync { return crash(member, .beforeSync) }
        members[member].working = output
        guard output.needsSync else { return try finish(output, member) }
        let syncTakes = members[member].syncTakes
        agenda.add(.synced(member, life: members[member].life), at: now + diskChance.int(in: syncTakes))
    }

    /// The content of the snapshot that the core has accepted.
    private func arrivedSnapshot(_ point: SnapshotPoint?, _ member: Int) throws -> KeyValueMachine? {
        guard let point else { return nil }
        if let received = members[member].received.last(where: { $0.index == point.index }) { return received.machine }
        let id = members[member].id
        throw Violation(
            .contract, "member \(id) installs a snapshot through \(point.index) that nobody has sent.", [id])
    }

    mutating func synced(_ member: Int, _ life: Int) throws {
        guard members[member].life == life, let output = members[member].working else { return }
        if members[member].isPaused {
            members[member].waiting.append(.synced(member, life: life))
            return
        }
        members[member].disk.sync()
        if members[member].fuse == .beforeSend { return crash(member, .beforeSend) }
        try finish(output, member)
        try pump(member)
    }

    private mutating func finish(_ output: RaftOutput, _ member: Int) throws {
        if output.hasWrites {
            let last = output.entries.last?.position ?? members[member].disk.image.last
            // The output isn't worked off yet, so no other is taken now.
            members[member].working = output
            try handle(.persisted(through: last), member)
        }
        for message in output.messages {
            try watcher.look(at: message, of: members[member].disk.image)
            try send(message, from: member)
        }
        if let point = output.snapshot { install(point, member) }
        for entry in output.committed { try apply(entry, member) }
        takeReads(output.reads, member)
        members[member].working = nil
        try makeSnapshot(member)
    }
}
