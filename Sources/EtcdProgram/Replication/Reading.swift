internal import EtcdAPI
internal import EtcdContract
internal import RaftContract
internal import Synchronization

/// Linearizable reads: what is read is at least as new as everything that was answered, anywhere, before the read
/// began.
///
/// A member's own state may be old, even the leader's, who may be leader no more. So the reader waits until the leader
/// has made sure, by hearing of a quorum, that it still leads, and until this member has applied what was chosen by
/// then. Nothing is written for that. Reads that say `serializable` don't wait.
extension LocalStore {
    /// - Throws: `.unavailable` if there is no answer in time.
    func waitUntilCurrent() async throws(StoreError) {
        if state.withLock({ $0.readsAreLocal }) { return }
        let error = await withCheckedContinuation { answer in
            let isRunning = wakeReplicator { state in
                state.inbox.readers.append(Reader(answer: answer, deadline: state.ticks + configuration.requestTicks))
            }
            if !isRunning { answer.resume(returning: .stopped) }
        }
        if let error { throw error }
    }

    /// Asks for all who wait, if no question is under way; asks again if no answer has come.
    func ask(_ readers: [Reader], _ replica: inout Replica) {
        replica.reads.waiting += readers
        let tick = state.withLock { $0.ticks }
        if let asked = replica.reads.asked {
            if tick < asked.tick + configuration.electionTicks / 2 { return }
            replica.reads.waiting = asked.readers + replica.reads.waiting
            replica.reads.asked = nil
        }
        _ = replica.ask(tick: tick)
    }
}

extension Replica {
    /// - Returns: true if there is a question now that wasn't there before.
    mutating func ask(tick: Int) -> Bool {
        if reads.waiting.isEmpty || reads.asked != nil { return false }
        let context = reads.takeContext()
        do throws(RaftContract.Refusal) {
            try core.read(context)
            reads.asked = (context, reads.waiting, tick)
            reads.waiting = []
            return true
        } catch {
            // No leader is known: with the next tick, maybe.
            return false
        }
    }

    /// The leader has answered; an answer to an older question is as good as none.
    mutating func grant(_ answers: [ReadIndex]) {
        for answer in answers where answer.context == reads.asked?.context {
            reads.granted.append((answer.index, reads.asked?.readers ?? []))
            reads.asked = nil
        }
    }

    /// Those who may read now.
    mutating func takeReaders(applied: LogIndex) -> [Reader] {
        let readers = reads.granted.filter { $0.index <= applied }.flatMap(\.readers)
        reads.granted.removeAll { $0.index <= applied }
        return readers
    }
}
