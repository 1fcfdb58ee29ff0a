internal import Metrics
internal import RaftContract
internal import Synchronization

/// What is counted while a member runs; the rest of its metrics is measured when somebody asks.
final class Telemetry: Sendable {
    /// As etcd's: from a millisecond to eight seconds, each twice the one before.
    private static let buckets = (0..<14).map { 0.001 * Double(1 << $0) }

    let registry = MetricsRegistry()
    let fsync: Histogram
    let snapshots: Histogram
    let leaderChanges: Counter
    let proposalsFailed: Counter
    private let lastLeader = Mutex<MemberID?>(nil)

    init() {
        fsync = registry.histogram(
            "etcd_disk_wal_fsync_duration_seconds", "How long the log's fdatasync takes.", buckets: Self.buckets)
        snapshots = registry.histogram(
            "etcd_disk_backend_snapshot_duration_seconds", "How long writing a snapshot takes.", buckets: Self.buckets)
        leaderChanges = registry.counter("etcd_server_leader_changes_seen_total", "Leaders that came.")
        proposalsFailed = registry.counter(
            "etcd_server_proposals_failed_total", "Requests that weren't chosen in time.")
    }

    func leader(_ leader: MemberID?) {
        let isNew = lastLeader.withLock { last in
            defer { last = leader ?? last }
            return leader != nil && leader != last
        }
        if isNew { leaderChanges.increment() }
    }
}
