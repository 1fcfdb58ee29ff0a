internal import ArgumentParser

/// How much there may be, and what is done by itself.
struct LimitFlags: ParsableArguments {
    @Option(name: .customLong("quota-backend-bytes"), help: "More data than this raises the NOSPACE alarm.")
    var quotaBackendBytes = 2 << 30

    @Option(name: .customLong("max-txn-ops"), help: "So many operations may be in a transaction.")
    var maxTxnOps = 128

    @Option(name: .customLong("max-request-bytes"), help: "How large a request may be.")
    var maxRequestBytes = 1 << 20 + 1 << 19

    @Option(name: .customLong("snapshot-count"), help: "A snapshot after so many entries; 0: by the log's size alone.")
    var snapshotCount = 0

    @Option(name: .customLong("auto-compaction-mode"), help: "periodic or revision.")
    var autoCompactionMode = "periodic"

    @Option(
        name: .customLong("auto-compaction-retention"),
        help: "How much of the past is kept: hours, 5m30s, or a number of revisions; 0: all of it.")
    var autoCompactionRetention = "0"

    @Option(
        name: .customLong("experimental-watch-progress-notify-interval"),
        help: "How often watches that ask for it are told how far they are.")
    var progressInterval = "5s"

    @Option(
        name: .customLong("experimental-corrupt-check-time"),
        help: "How often the data is read again and compared with the other members'; 0s: never.")
    var corruptCheckTime = "10m"
}
