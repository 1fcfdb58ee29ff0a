internal import Etcd
internal import EtcdAPI
internal import EtcdContract
internal import Logging
internal import Metrics
internal import RaftContract
internal import Synchronization

/// The one loop in which a member's core lives: what has happened goes in, what is to be done comes out and is done.
///
/// ```
/// writes, reads, ticks, messages ─▶ inbox ─▶ core ─▶ output ─▶ journal (one fdatasync) ─▶ messages ─▶ apply ─▶ answers
///                                             ▲                      │
///                                             └──────────────────────┘ until nothing is left to do
/// ```
/// While the disk works new things gather in the inbox, and the next turn takes them all: so a hundred writers share
/// one fdatasync and one message to each follower. A cluster of one goes the same way; its quorum is itself.
extension LocalStore {
    func replicationLoop() async throws {
        guard var replica = takeReplica() else { return }
        defer { replica.refuseWaiting() }
        await prepareReserve(snapshotSize: replica.journal.size)
        replica.campaignIfAlone(electionTicks: configuration.electionTicks)
        updatePeers(&replica)
        try await workOff(&replica)
        while let work = await nextWork() {
            try await take(work, &replica)
            try await workOff(&replica)
            try await beginSnapshotIfDue(&replica)
        }
    }

    func takeReplica() -> Replica? {
        state.withLock { state in
            guard case .idle(let replica) = state.phase else { return nil }
            state.phase = .running
            return replica
        }
    }

    /// What has come in meanwhile; nil when the store has to stop.
    private func nextWork() async -> Inbox? {
        while true {
            let (inbox, hasWork, isStopped) = state.withLock { state in
                let hasWork = state.hasWork
                defer { state.inbox = Inbox() }
                return (state.inbox, hasWork, state.isStopped)
            }
            if hasWork { return inbox }
            if isStopped || Task.isCancelled { return nil }
            await sleepUntilWork()
        }
    }

    private func sleepUntilWork() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isNeeded = state.withLock { state in
                    if state.hasWork || state.isStopped || Task.isCancelled { return true }
                    state.replicator = continuation
                    return false
                }
                if isNeeded { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.replicator.take() }?.resume()
        }
    }

    // MARK: In

    private func take(_ work: Inbox, _ replica: inout Replica) async throws {
        // A process that stood still has not heard of anybody; that is no reason to believe they are gone.
        for _ in 0..<min(work.ticks, configuration.electionTicks / 2) { replica.core.tick() }
        for member in work.unreachable { replica.core.unreachable(member) }
        try await receive(work, &replica)
        try await propose(work.proposals, &replica)
        if work.ticks > 0 { refuseExpired(&replica) }
        ask(work.readers, &replica)
        for request in work.changes { replica.propose(request) }
        for transfer in work.transfers { replica.begin(transfer) }
    }

    /// A message for which there is no room on the disk is lost, as messages are.
    private func receive(_ work: Inbox, _ replica: inout Replica) async throws {
        let size = work.messages.reduce(0) { $0 + $1.size }
        let hasRoom = size == 0 ? true : try await makeRoom(size, &replica)
        for case .raft(let message) in work.messages where hasRoom || message.entries.isEmpty {
            replica.core.receive(message)
        }
        if hasRoom {
            for case .proposal(let bytes) in work.messages { replica.propose(forAnother: bytes) }
        }
        for snapshot in work.snapshots {
            replica.received.append(snapshot)
            replica.core.receive(snapshot.message)
        }
    }

    // MARK: Out

    /// Does what the core wants, until it wants nothing any more. The order is the contract's (``RaftCore``).
    private func workOff(_ replica: inout Replica) async throws {
        while true {
            let output = replica.output.take() ?? replica.core.takeOutput()
            if output.isEmpty, !replica.ask(tick: state.withLock { $0.ticks }) { break }
            send(output.promptMessages)
            if output.hasWrites { try await write(output, &replica) }
            send(output.messages)
            apply(output.committed, &replica)
            replica.grant(output.reads)
        }
        finishTurn(&replica)
    }

    private func write(_ output: RaftOutput, _ replica: inout Replica) async throws {
        if let point = output.snapshot { try await install(point, output.hardState, &replica) }
        noteNewMembers(output.entries, &replica)
        let start = clock.now()
        // Who has sent something must let it go on its way meanwhile. Anybody else has nothing better to do than wait.
        let isBusy = !output.promptMessages.isEmpty
        do { try await replica.journal.write(output.hardState, output.entries, beside: isBusy) } catch {
            logger.critical("writing the log failed", metadata: ["reason": "\(error)"])
            throw error
        }
        if output.needsSync { telemetry.fsync.observe(duration: clock.now() - start) }
        let last = replica.journal.last
        replica.core.persisted(through: last.index, term: last.term)
    }

    /// A new member must be reachable before the entry that makes it one can be chosen.
    private func noteNewMembers(_ entries: [LogEntry], _ replica: inout Replica) {
        var isChanged = false
        for case .membership(_, let context) in entries.map(\.content) {
            isChanged = true
            if let attributes = MemberAttributes(context: context) { replica.newMembers.append(attributes) }
        }
        if isChanged { updatePeers(&replica) }
    }

    func updatePeers(_ replica: inout Replica) {
        let status = replica.core.status
        let known = state.withLock(\.cluster.members)
        replica.newMembers.removeAll { new in known.contains { $0.id == new.id } }
        let all = known.isEmpty ? joinedFrom : known + replica.newMembers
        // Who is not in the latest membership any more need not be talked to. Who joins knows no membership yet.
        let members = status.membership.members.isEmpty ? all.map(\.id) : status.membership.members
        transport.update(all.filter { $0.id != identity.member && members.contains($0.id) })
    }
}

extension Replica {
    /// Without anybody to wait for there is no reason to wait.
    fileprivate mutating func campaignIfAlone(electionTicks: Int) {
        guard core.status.membership.isOnly(core.status.id) else { return }
        for _ in 0...2 * electionTicks where core.status.role != .leader { core.tick() }
    }

    fileprivate func refuseWaiting() {
        let readers = reads.waiting + (reads.asked?.readers ?? []) + reads.granted.flatMap(\.readers)
        for reader in readers { reader.answer.resume(returning: .stopped) }
        for change in changes.values { change.answer.resume(returning: .stopped) }
        for transfer in transfers { transfer.answer.resume(returning: .stopped) }
    }
}
