import HTTP
import Metrics

/// What a scheduler says about itself: `/healthz`, `/livez`, `/readyz`, `/metrics`.
struct HealthServer: Sendable {
    let metrics: SchedulerMetrics

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

/// The upstream scheduler's metrics, as far as there is something to count.
struct SchedulerMetrics: Sendable {
    let registry = MetricsRegistry()
    /// By result: scheduled, unschedulable, error.
    let attempts: Counter
    /// Of the decision alone, without the binding.
    let algorithmDuration: Histogram
    let bindingDuration: Histogram
    let pendingPods: Gauge

    init() {
        attempts = registry.counter(
            "scheduler_schedule_attempts_total", "Attempts to schedule pods, by the result.", labels: ["result"])
        algorithmDuration = registry.histogram(
            "scheduler_scheduling_algorithm_duration_seconds", "How long one decision takes.",
            buckets: [0.000_01, 0.000_02, 0.000_05, 0.000_1, 0.000_2, 0.000_5, 0.001, 0.002, 0.005, 0.01, 0.1])
        bindingDuration = registry.histogram(
            "scheduler_binding_duration_seconds", "How long the API server takes to accept a binding.")
        pendingPods = registry.gauge(
            "scheduler_inflight_bindings", "Decisions that are being written to the API server.")
    }
}
