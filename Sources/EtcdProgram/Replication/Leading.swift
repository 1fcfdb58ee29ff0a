internal import Etcd
internal import EtcdAPI
internal import EtcdContract
internal import Logging
internal import Metrics
internal import RaftContract
internal import Synchronization

/// From proposals to places in the log: here, if this member leads; otherwise by way of the leader.
extension LocalStore {
    func propose(_ new: [Proposal], _ replica: inout Replica) async throws {
        let proposals = replica.parked + new
        if proposals.isEmpty { return }
        replica.parked = []
        var sent: [Request.Name] = []
        for proposal in try await admit(proposals, &replica) {
            do throws(RaftContract.Refusal) {
                _ = try replica.core.propose(proposal.bytes)
                sent.append(proposal.name)
            } catch {
                if refused(proposal, error, &replica) { sent.append(proposal.name) }
            }
        }
        if state.withLock({ $0.isAlone }) { return }
        let term = replica.core.status.term
        state.withLock { state in for name in sent { state.waiting[name]?.term = term } }
    }

    /// - Returns: true if the request has gone to a leader.
    private func refused(_ proposal: Proposal, _ refusal: RaftContract.Refusal, _ replica: inout Replica) -> Bool {
        switch refusal {
        case .notLeader where proposal.isForLeader: answer([proposal], .failure(.notLeader))
        case .notLeader(let leader?):
            transport.send([.proposal(proposal.bytes)], to: leader)
            return true
        case .notLeader(nil), .transferring: replica.parked.append(proposal)
        default: answer([proposal], .failure(.tooManyRequests))
        }
        return false
    }

    func answer(_ proposals: [Proposal], _ result: Result<Applied, StoreError>) {
        // Who isn't among those who wait has got its answer already.
        let waiting = state.withLock { state in
            proposals.compactMap { state.waiting.removeValue(forKey: $0.name) }
        }
        for proposal in waiting { proposal.answer.resume(returning: result) }
    }

    // MARK: On a full disk

    /// Those for which there is room on the disk. Once an entry is in the log it can't be refused any more, so the room
    /// comes first. Only what frees space may use the reserve.
    private func admit(_ proposals: [Proposal], _ replica: inout Replica) async throws -> [Proposal] {
        if try await makeRoom(proposals.reduce(0) { $0 + $1.sizeInLog }, &replica) { return proposals }
        answer(proposals.filter(\.request.grows), .failure(.noSpace))
        let others = proposals.filter { !$0.request.grows }
        if others.isEmpty { return [] }
        try await SnapshotFile(disk: disk).releaseReserve()
        if try await makeRoom(others.reduce(0) { $0 + $1.sizeInLog }, &replica) { return others }
        answer(others, .failure(.noSpace))
        return []
    }

    /// False if the disk is full. For entries that come from the leader the reserve is used, too: it was the leader who
    /// had to refuse them.
    func makeRoom(_ size: Int, _ replica: inout Replica) async throws -> Bool {
        do {
            try await replica.journal.makeRoom(size)
            return true
        } catch is DiskFull {
            raiseNoSpaceAlarm("the disk is full")
            if replica.core.status.role == .leader { return false }
        }
        try await SnapshotFile(disk: disk).releaseReserve()
        do { try await replica.journal.makeRoom(size) } catch is DiskFull { return false }
        return true
    }

    func raiseNoSpaceAlarm(_ reason: String) {
        let isNew = state.withLock { state in
            defer { state.isOutOfSpace = true }
            return !state.isOutOfSpace
        }
        if isNew { logger.error("alarm NOSPACE", metadata: ["reason": "\(reason)"]) }
    }

    // MARK: Who waits too long

    func refuseExpired(_ replica: inout Replica) {
        let (expired, now) = state.withLock { state in
            let now = state.ticks
            let expired = state.waiting.filter { $0.value.deadline <= now }
            for name in expired.keys { state.waiting[name] = nil }
            return (expired.values.map(\.answer), now)
        }
        if !expired.isEmpty { telemetry.proposalsFailed.increment(by: Double(expired.count)) }
        for answer in expired { answer.resume(returning: .failure(.timedOut)) }
        replica.parked.removeAll { $0.deadline <= now }
        for reader in replica.reads.takeExpired(now: now) { reader.answer.resume(returning: .timedOut) }
        for (position, change) in replica.changes where change.deadline <= now {
            replica.changes[position] = nil
            change.answer.resume(returning: .timedOut)
        }
    }
}

extension Proposal {
    /// About.
    var sizeInLog: Int { bytes.count + 48 }
}

extension Replica {
    /// A request that another member has passed on. If this one doesn't lead either, it is lost: who waits for it gives
    /// up some time.
    mutating func propose(forAnother bytes: [UInt8]) {
        do throws(RaftContract.Refusal) { _ = try core.propose(bytes) } catch {}
    }

    mutating func propose(_ request: MembershipRequest) {
        do throws(RaftContract.Refusal) {
            changes[try core.proposeMembership(request.change, context: request.context)] = request
        } catch { request.answer.resume(returning: StoreError(error)) }
    }

    mutating func begin(_ transfer: Transfer) {
        do throws(RaftContract.Refusal) {
            try core.transferLeadership(to: transfer.target)
            transfers.append(transfer)
        } catch { transfer.answer.resume(returning: StoreError(error)) }
    }
}

extension StoreError {
    init(_ refusal: RaftContract.Refusal) {
        switch refusal {
        case .notLeader: self = .notLeader
        case .transferring, .membershipChangePending, .nothingCommittedInTerm:
            self = .unavailable("etcdserver: the cluster is about to change; try again")
        case .overloaded: self = .tooManyRequests
        case .invalid(let reason): self = .other(code: 9, message: "etcdserver: \(reason)")
        }
    }
}
