internal import Metrics

/// What kube-proxy tells about itself, under the names of the real one.
struct ProxyMetrics: Sendable {
    let registry = MetricsRegistry()
    let duration: Histogram
    let failures: Counter

    init() {
        duration = registry.histogram(
            "kubeproxy_sync_proxy_rules_duration_seconds", "How long it took to bring a change into the kernel.")
        failures = registry.counter(
            "kubeproxy_sync_proxy_rules_nftables_sync_failures_total", "How often the kernel refused a change.")
    }
}
