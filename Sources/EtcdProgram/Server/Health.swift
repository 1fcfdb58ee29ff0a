internal import Etcd
internal import EtcdAPI
internal import EtcdContract
internal import HTTP
internal import Metrics
internal import Synchronization

/// What a person or a probe asks over plain HTTP: `/health`, `/metrics`, `/version`.
struct Health: HTTPHandler {
    let store: LocalStore

    func respond(to request: HTTPRequest) async -> HTTPResponse {
        switch request.path {
        case "/health", "/livez", "/readyz": health
        case "/metrics":
            HTTPResponse(headers: ["Content-Type": MetricsRegistry.contentType], body: .bytes(Array(metrics.utf8)))
        case "/version":
            .json(Array(#"{"etcdserver":"\#(LocalStore.version)","etcdcluster":"\#(LocalStore.version)"}"#.utf8))
        default: .text("404 page not found\n", status: .notFound)
        }
    }

    private var health: HTTPResponse {
        let reason = store.state.withLock { state in
            state.isStopped ? "STOPPED" : state.hasNoSpaceAlarm ? "ALARM NOSPACE" : ""
        }
        let text = #"{"health":"\#(reason.isEmpty)","reason":"\#(reason)"}"#
        return .json(Array(text.utf8), status: reason.isEmpty ? .ok : .unavailable)
    }

    /// Measured when asked for, under etcd's names.
    private var metrics: String {
        let registry = MetricsRegistry()
        let state = store.state.withLock { state in
            (
                revision: state.store.revision, compacted: state.store.compactRevision, keys: state.store.keyCount,
                size: state.store.size, disk: state.diskSize, applied: state.appliedIndex,
                watches: state.sleepingWatches.count, leases: state.store.leases.ids.count
            )
        }
        let gauges: [(name: String, help: String, value: Int)] = [
            ("etcd_debugging_mvcc_current_revision", "The newest revision.", state.revision),
            ("etcd_debugging_mvcc_compact_revision", "History before this revision is gone.", state.compacted),
            ("etcd_debugging_mvcc_keys_total", "Keys, deleted ones that are not compacted included.", state.keys),
            ("etcd_mvcc_db_total_size_in_bytes", "Bytes on disk.", state.disk),
            ("etcd_mvcc_db_total_size_in_use_in_bytes", "Bytes of data.", state.size),
            ("etcd_server_proposals_applied_total", "Commands that were applied.", state.applied),
            ("etcd_debugging_mvcc_watcher_total", "Watches that have seen everything.", state.watches),
            ("etcd_debugging_lease_total", "Leases.", state.leases),
            ("etcd_server_quota_backend_bytes", "How much data there may be.", store.configuration.quota),
        ]
        for gauge in gauges { registry.gauge(gauge.name, gauge.help).set(to: Double(gauge.value)) }
        return registry.exposition
    }
}
