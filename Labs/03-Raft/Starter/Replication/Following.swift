import LabWorker
import RaftContract

// Log replication, the follower's side (AppendEntries in figure 2 of the paper). New entries are taken only behind an entry that
// both logs have. By induction the logs then agree in everything before it: that is the *log matching property*.

extension RaftMember {
    mutating func appendFromLeader(
        _ entries: [LogEntry], after previous: EntryPosition, commit: LogIndex, from leader: MemberID
    ) {
        // What is committed here is in the leader's log, too: an old message, overtaken by others.
        if previous.index < log.commit { return send(.appended(index: log.commit), to: leader) }
        guard log.has(previous) else { return reject(previous, of: leader) }
        merge(entries)
        let newest = previous.index + entries.count
        // Behind the last of the entries this log may go on differently.
        log.commit(through: min(commit, newest))
        send(.appended(index: newest), to: leader)
    }

    /// Takes over the entries. What is here already stays: a message that was delayed may have less than came after it.
    private mutating func merge(_ entries: [LogEntry]) {
        // Lab 03, step 2: yours to write.
        notWritten()
    }

    /// Says where the logs may agree at the latest: not beyond the end of this one, nor at an entry of a later term.
    private mutating func reject(_ previous: EntryPosition, of leader: MemberID) {
        let hint = log.newestEntry(through: previous.index, noLaterThan: previous.term)
        send(.rejected(previous: previous.index, hint: hint), to: leader)
    }
}
