public import Conformance

/// The lab's suite: what a member of a Raft cluster must say, write and apply, step by step.
public enum RaftLab {
    public static let suite = Suite(
        3, "Raft", level: .lab, steps: steps, teller: Story.teller,
        cases: ElectionCases.all + ReplicationCases.all + PersistenceCases.all + CommitCases.all + SnapshotCases.all
            + ReadCases.all)

    private static let steps = [
        "Election", "Replication", "Persistence", "Figure 8", "Snapshots", "Read index",
    ].enumerated().map { Step($0.offset + 1, $0.element) }
}
