internal import RaftContract

// The state machines, the clients that wait for them, and their snapshots.
extension Simulation {
    mutating func apply(_ entry: LogEntry, _ member: Int) throws {
        members[member].applied = entry.position
        var answer = Register.Answer.done
        switch entry.content {
        case .empty: break
        case .command(let bytes):
            guard let command = Command(bytes) else {
                let id = members[member].id
                throw Violation(.contract, "member \(id) applies a command that no client has sent: \(entry).", [id])
            }
            answer = members[member].machine.apply(command)
        case .membership(let membership, _): follow(membership, member)
        }
        note(.commit, member, "applies \(entry)")
        while let index = members[member].proposals.firstIndex(where: { $0.position.index <= entry.index }) {
            let proposal = members[member].proposals.remove(at: index)
            let isIt = proposal.position == entry.position
            reply(isIt ? .answer(answer) : .no(leader: members[member].status.leader), to: proposal.ticket)
        }
        answerReads(member)
    }

    private mutating func follow(_ membership: Membership, _ member: Int) {
        let id = members[member].id
        let wasIn = members[member].membership.contains(id)
        members[member].membership = membership
        if wasIn, !membership.contains(id), !members[member].status.membership.contains(id) {
            members[member].isRemoved = true
            agenda.add(.troubleEnds(.removal(member)), at: now + 3 * Plan.tick)
        }
    }

    mutating func install(_ point: SnapshotPoint, _ member: Int) {
        counts.snapshotsInstalled += 1
        members[member].machine = members[member].disk.image.machine
        members[member].applied = EntryPosition(term: point.term, index: point.index)
        members[member].received.removeAll { $0.index <= point.index }
        // Whether they were in it, nobody knows.
        members[member].proposals.removeAll { $0.position.index <= point.index }
        follow(point.membership, member)
        note(.commit, member, "installs snapshot \(point.term)/\(point.index)")
        answerReads(member)
    }

    mutating func makeSnapshot(_ member: Int) throws {
        guard let every = plan.snapshotEvery, members[member].isUp else { return }
        let (applied, saved) = (members[member].applied, members[member].disk.image.persisted.snapshot.index)
        guard applied.index - saved >= every else { return }
        let point = SnapshotPoint(
            index: applied.index, term: applied.term, membership: members[member].membership)
        members[member].disk.save(point, members[member].machine)
        note(.note, member, "snapshot of \(applied)")
        try handle(.compact(through: applied.index - plan.keptEntries), member)
    }

    // MARK: - Reads

    mutating func takeReads(_ reads: [ReadIndex], _ member: Int) {
        for read in reads {
            guard let index = members[member].questions.firstIndex(where: { $0.context == read.context }) else {
                continue
            }
            let question = members[member].questions.remove(at: index)
            members[member].readable.append((read.index, question.ticket))
        }
        answerReads(member)
    }

    private mutating func answerReads(_ member: Int) {
        guard !members[member].readable.isEmpty else { return }
        let applied = members[member].applied.index
        for read in members[member].readable where read.index <= applied {
            counts.reads += 1
            let value = members[member].machine.value(of: history.key(of: read.ticket))
            reply(.answer(.value(value)), to: read.ticket)
        }
        members[member].readable.removeAll { $0.index <= applied }
    }

    /// Whether the index that the core gives for a read has all that was committed when it was asked.
    func judge(_ reads: [ReadIndex], _ member: Int) throws(Violation) {
        for read in reads {
            guard let question = members[member].questions.first(where: { $0.context == read.context }),
                read.index < question.committed
            else { continue }
            let id = members[member].id
            throw Violation(
                .freshReads,
                "member \(id) lets a read be answered as of entry \(read.index), but entry \(question.committed) was "
                    + "committed when it was asked.", [id])
        }
    }
}
