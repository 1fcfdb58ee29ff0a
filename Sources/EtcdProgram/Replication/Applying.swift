internal import Etcd
internal import EtcdAPI
internal import EtcdContract
internal import Logging
internal import RaftContract
internal import Synchronization

/// What is chosen, is done: on every member in the same order, so that all come to the same.
extension LocalStore {
    func apply(_ entries: [LogEntry], _ replica: inout Replica) {
        if entries.isEmpty { return }
        let now = clock.now()
        let diskSize = replica.journal.size
        let (answers, watches) = state.withLock { state in
            state.diskSize = diskSize
            var answers: [Answer] = []
            for entry in entries { state.apply(entry, now: now, into: &answers) }
            return (answers, state.wakeWatches())
        }
        for answer in answers { answer.proposal.answer.resume(returning: answer.result) }
        for watch in watches { watch.resume() }
        finish(entries, &replica)
    }

    private func finish(_ entries: [LogEntry], _ replica: inout Replica) {
        for entry in entries {
            replica.retained.add(entry)
            guard case .membership(let membership, _) = entry.content else { continue }
            logger.info("membership", metadata: ["index": "\(entry.index)", "members": "\(membership)"])
            replica.finishChange(at: entry)
            updatePeers(&replica)
        }
        guard let last = entries.last else { return }
        replica.journal.noteApplied(through: last.index)
        if entries.contains(where: \.changesAddresses) { updatePeers(&replica) }
    }

    /// A snapshot from the leader takes the place of everything that was applied.
    func install(_ point: SnapshotPoint, _ hardState: HardState?, _ replica: inout Replica) async throws {
        guard let received = replica.received.last(where: { $0.point == point }) else {
            throw RecoveryError(description: "the core wants a snapshot that didn't come: \(point)")
        }
        replica.received = []
        try await replica.journal.install(received, hardState: hardState, salt: .random(in: 0 ... .max))
        replica.retained = RetainedEntries()
        let watches = state.withLock { state in
            state.store = received.store
            state.cluster = received.cluster
            state.applied = EntryPosition(term: point.term, index: point.index)
            state.diskSize = replica.journal.size
            return state.wakeWatches()
        }
        for watch in watches { watch.resume() }
        logger.info("installed a snapshot", metadata: ["index": "\(point.index)", "size": "\(received.size)"])
        updatePeers(&replica)
    }
}

/// What has come of a request, and who wants to know.
struct Answer: Sendable {
    var proposal: Proposal
    var result: Result<Applied, StoreError>
}

extension State {
    mutating func apply(_ entry: LogEntry, now: Duration, into answers: inout [Answer]) {
        applied = entry.position
        switch entry.content {
        case .command(let bytes): apply(bytes, now: now, into: &answers)
        case .membership(let membership, let context):
            if let attributes = MemberAttributes(context: context) { cluster.register(attributes) }
            cluster.become(membership)
        case .empty:
            // A new leader's first entry: what an older leader got and isn't chosen by now, never will be.
            for (name, proposal) in waiting where (proposal.term ?? .max) < entry.term {
                waiting[name] = nil
                answers.append(Answer(proposal: proposal, result: .failure(.leaderChanged)))
            }
        }
    }

    private mutating func apply(_ bytes: [UInt8], now: Duration, into answers: inout [Answer]) {
        let waiter = Request.name(in: bytes).flatMap { waiting.removeValue(forKey: $0) }
        let result: Result<Applied, StoreError>
        do {
            let request = try waiter?.request ?? Request(bytes)
            result = apply(request, now: now)
        } catch { result = .failure(.other(code: 13, message: "etcdserver: \(error)")) }
        if let waiter { answers.append(Answer(proposal: waiter, result: result)) }
    }

    private mutating func apply(_ request: Request, now: Duration) -> Result<Applied, StoreError> {
        switch request {
        case .store(let command): return apply(command, now: now)
        case .alarm(let alarm, let isRaised):
            cluster.set(alarm, isRaised: isRaised)
            if !isRaised, alarm == Alarm(member: raft.id, kind: .noSpace) { isOutOfSpace = false }
        case .member(let attributes): if cluster.membership.contains(attributes.id) { cluster.register(attributes) }
        }
        return .success(Applied(revision: store.revision))
    }

    private mutating func apply(_ command: Command, now: Duration) -> Result<Applied, StoreError> {
        let result: OperationResult?
        do throws(EtcdContract.Refusal) { result = try store.apply(command.keeping(in: values)) } catch {
            return .failure(StoreError(error))
        }
        switch command {
        case .grantLease(let id, let timeToLive): leaseClock?.start(id, timeToLive: timeToLive, now: now)
        case .revokeLease(let id): leaseClock?.stop(id)
        case .write, .compact: break
        }
        return .success(Applied(result: result, revision: store.revision))
    }
}

extension Command {
    /// The same, with what it puts where the values are.
    fileprivate func keeping(in values: ValueFile?) -> Command {
        guard let values, case .write(let operation) = self else { return self }
        return .write(operation.keeping(values.keep))
    }
}

extension Replica {
    fileprivate mutating func finishChange(at entry: LogEntry) {
        for (position, request) in changes where position.index <= entry.index {
            changes[position] = nil
            request.answer.resume(returning: position == entry.position ? nil : .leaderChanged)
        }
    }
}

extension LogEntry {
    fileprivate var changesAddresses: Bool {
        if case .command(let bytes) = content { Request.isAboutMember(bytes) } else { false }
    }
}
