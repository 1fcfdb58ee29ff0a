internal import Etcd
internal import EtcdAPI
internal import EtcdContract
internal import Logging
internal import RaftContract
internal import Synchronization

/// What goes to other members: Raft's messages, and snapshots with those that speak of them.
extension LocalStore {
    func send(_ messages: [RaftMessage]) {
        if messages.isEmpty { return }
        for (member, all) in Dictionary(grouping: messages, by: \.to).sorted(by: { $0.key < $1.key }) {
            let plain = all.filter { $0.snapshotPoint == nil }
            if !plain.isEmpty { transport.send(plain.map(PeerMessage.raft), to: member) }
            if let message = all.last(where: { $0.snapshotPoint != nil }) { sendSnapshot(message) }
        }
    }

    /// The core knows which entries it hasn't any more; what stands for them is the state as it is now, which is newer.
    /// So the message speaks of that.
    private func sendSnapshot(_ message: RaftMessage) {
        let job = state.withLock { state in
            SnapshotJob(store: state.store.withoutChanges, cluster: state.cluster, position: state.applied, waiting: [])
        }
        var message = message
        message.kind = .installSnapshot(
            SnapshotPoint(index: job.position.index, term: job.position.term, membership: job.cluster.membership))
        logger.info(
            "sending a snapshot", metadata: ["to": "\(hexadecimal(message.to))", "index": "\(job.position.index)"])
        transport.send(
            SentSnapshot(message: message, writer: job.writer(salt: .random(in: 0 ... .max))), to: message.to)
    }

    /// What other members have sent; called by the transport.
    func receive(_ messages: [PeerMessage]) {
        wakeReplicator { state in
            for message in messages where state.inbox.messageSize < Inbox.limit.size {
                state.inbox.messages.append(message)
                state.inbox.messageSize += message.size
            }
        }
    }

    /// - Returns: false if the store has stopped.
    func receive(_ snapshot: ReceivedSnapshot) -> Bool {
        wakeReplicator { $0.inbox.snapshots.append(snapshot) }
    }

    func noteUnreachable(_ member: MemberID) {
        wakeReplicator { state in
            if !state.inbox.unreachable.contains(member) { state.inbox.unreachable.append(member) }
        }
    }
}

/// As etcd and its tools write numbers of members.
package func hexadecimal(_ number: UInt64) -> String { String(number, radix: 16) }
