public import Conformance

/// The lab's suite: what a log must give back after a crash, and what a store must answer, step by step.
public enum EtcdLab {
    public static let suite = Suite(
        2, "Etcd", level: .lab, steps: steps, teller: Story<StoreInWorker>.teller,
        cases: RecordCases.all + RecoveryCases.all + KeyCases.all + TransactionCases.all + WatchCases.all
            + CompactionCases.all)

    private static let steps = [
        "Log record with checksum", "Recovery", "Keys at a revision", "Transactions", "Watches", "Compaction",
    ].enumerated().map { Step($0.offset + 1, $0.element) }
}
