internal import Etcd
internal import EtcdAPI
internal import EtcdContract
internal import Logging
internal import Metrics
internal import RaftContract
internal import Synchronization

/// The end of a turn of the replication loop: all members of the household hear how it stands.
extension LocalStore {
    func finishTurn(_ replica: inout Replica) {
        let status = replica.core.status
        let (change, applied) = publish(status, replica.journal.written)
        for reader in replica.takeReaders(applied: applied) { reader.answer.resume(returning: nil) }
        finishTransfers(status, &replica)
        replica.dropApplied(isAlone: state.withLock { $0.isAlone })
        if let change { tell(change) }
    }

    private func publish(_ status: RaftStatus, _ written: WrittenLog) -> (change: RaftStatus?, applied: LogIndex) {
        let now = clock.now()
        return state.withLock { state in
            let old = state.raft
            state.raft = status
            state.written = written
            let isNew = (old.role, old.term, old.leader) != (status.role, status.term, status.leader)
            if isNew { state.changeRole(since: old.term, now: now, grace: configuration.electionTimeout) }
            return (isNew ? status : nil, state.applied.index)
        }
    }

    private func tell(_ status: RaftStatus) {
        telemetry.leader(status.leader)
        logger.info(
            "role",
            metadata: [
                "role": "\(status.role.rawValue)", "term": "\(status.term)",
                "leader": "\(status.leader.map(hexadecimal) ?? "none")",
            ])
    }

    private func finishTransfers(_ status: RaftStatus, _ replica: inout Replica) {
        if replica.transfers.isEmpty { return }
        let now = state.withLock { $0.ticks }
        for transfer in replica.transfers {
            if status.leader == transfer.target {
                transfer.answer.resume(returning: nil)
            } else if transfer.deadline <= now {
                transfer.answer.resume(
                    returning: .unavailable("etcdserver: request timed out, leader transfer took too long"))
            }
        }
        replica.transfers.removeAll { status.leader == $0.target || $0.deadline <= now }
    }
}

extension State {
    /// Only the leader lets leases expire. A new one doesn't know when they were renewed, so each gets its whole time
    /// again, and an election timeout more: nobody could renew it meanwhile.
    fileprivate mutating func changeRole(since term: Term, now: Duration, grace: Duration) {
        if !isLeader {
            leaseClock = nil
        } else if leaseClock == nil || term != raft.term {
            leaseClock = LeaseClock(store.leases, now: isAlone ? now : now + grace)
        }
    }
}
