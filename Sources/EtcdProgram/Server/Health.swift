internal import Etcd
internal import EtcdAPI
internal import EtcdContract
internal import HTTP
internal import Metrics
internal import RaftContract
internal import Synchronization

/// What a person or a probe asks over plain HTTP: `/health`, `/metrics`, `/version`.
struct Health: HTTPHandler {
    let store: LocalStore

    func respond(to request: HTTPRequest) async -> HTTPResponse {
        switch request.path {
        case "/health": await health(isSerializable: request.query["serializable"] == "true")
        case "/livez": await health(isSerializable: true)
        case "/readyz": await health(isSerializable: false)
        case "/metrics":
            HTTPResponse(headers: ["Content-Type": MetricsRegistry.contentType], body: .bytes(Array(metrics.utf8)))
        case "/version":
            .json(Array(#"{"etcdserver":"\#(LocalStore.version)","etcdcluster":"\#(LocalStore.version)"}"#.utf8))
        default: .text("404 page not found\n", status: .notFound)
        }
    }

    /// Healthy is who can answer a read, and has no alarm.
    private func health(isSerializable: Bool) async -> HTTPResponse {
        var reason = store.state.withLock(\.illness)
        if reason.isEmpty, !isSerializable {
            do { try await store.waitUntilCurrent() } catch { reason = "QGET ERROR: \(error)" }
        }
        let text = #"{"health":"\#(reason.isEmpty)","reason":"\#(reason)"}"#
        return .json(Array(text.utf8), status: reason.isEmpty ? .ok : .unavailable)
    }

    /// Measured when asked for, under etcd's names.
    private var metrics: String {
        let registry = MetricsRegistry()
        for gauge in store.state.withLock(\.gauges) {
            registry.gauge(gauge.name, gauge.help).set(to: Double(gauge.value))
        }
        registry.gauge("etcd_server_quota_backend_bytes", "How much data there may be.")
            .set(to: Double(store.configuration.quota))
        registry.gauge("etcd_server_id", "Who this is.", labels: ["server_id"])
            .set(hexadecimal(store.identity.member), to: 1)
        registry.gauge("etcd_server_version", "Which version.", labels: ["server_version"])
            .set(LocalStore.version, to: 1)
        return registry.exposition + store.telemetry.registry.exposition
    }
}

extension State {
    fileprivate var illness: String {
        if isStopped { return "STOPPED" }
        if isCorrupt || cluster.has(.corrupt) { return "ALARM CORRUPT" }
        if hasAlarm(.noSpace) { return "ALARM NOSPACE" }
        return raft.leader == nil ? "RAFT NO LEADER" : ""
    }

    fileprivate var gauges: [(name: String, help: String, value: Int)] {
        [
            ("etcd_server_has_leader", "Whether there is a leader.", raft.leader == nil ? 0 : 1),
            ("etcd_server_is_leader", "Whether this member leads.", isLeader ? 1 : 0),
            (
                "etcd_server_is_learner", "Whether this member has no vote.",
                raft.membership.learners.contains(raft.id) ? 1 : 0
            ),
            ("etcd_server_proposals_committed_total", "Entries that were chosen.", raft.commit),
            ("etcd_server_proposals_applied_total", "Entries that were applied.", applied.index),
            ("etcd_server_proposals_pending", "Requests that wait to be chosen.", waiting.count),
            ("etcd_mvcc_db_total_size_in_bytes", "Bytes on disk.", diskSize),
            ("etcd_mvcc_db_total_size_in_use_in_bytes", "Bytes of data.", store.size),
            ("etcd_debugging_mvcc_current_revision", "The newest revision.", store.revision),
            (
                "etcd_debugging_mvcc_compact_revision", "History before this revision is gone.", store.compactRevision
            ),
            ("etcd_debugging_mvcc_keys_total", "Keys, deleted ones that are not compacted included.", store.keyCount),
            ("etcd_debugging_mvcc_watcher_total", "Watches that have seen everything.", sleepingWatches.count),
            ("etcd_debugging_lease_total", "Leases.", store.leases.ids.count),
        ]
    }
}
