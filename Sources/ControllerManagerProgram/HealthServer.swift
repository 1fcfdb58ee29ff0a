import HTTP
import Metrics

/// What the controller manager says about itself: `/healthz`, `/livez`, `/readyz`, `/metrics`.
struct HealthServer: Sendable {
    let metrics: ControllerMetrics

    func serve(on server: HTTPServer) async {
        await server.run { request in
            switch request.path {
            case "/healthz", "/livez", "/readyz": .text("ok")
            case "/metrics":
                HTTPResponse(
                    headers: ["Content-Type": MetricsRegistry.contentType],
                    body: .bytes(Array(metrics.registry.exposition.utf8)))
            default: .text("404 page not found\n", status: .notFound)
            }
        }
    }
}

/// The work queues' metrics, by controller. Source: k8s.io/component-base/metrics/prometheus/workqueue.
struct ControllerMetrics: Sendable {
    let registry = MetricsRegistry()
    let duration: Histogram
    let depth: Gauge
    let conflicts: Counter

    init() {
        duration = registry.histogram(
            "workqueue_work_duration_seconds", "How long one reconciliation takes.", labels: ["name"],
            buckets: [0.000_1, 0.000_3, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10])
        depth = registry.gauge("workqueue_depth", "Keys that wait or are worked on.", labels: ["name"])
        conflicts = registry.counter(
            "workqueue_conflicts_total", "Reconciliations that met somebody else's write.", labels: ["name"])
    }
}
