import HTTP
import Metrics
import Schema
import SchedulerContract

/// What a scheduler says about itself: `/healthz`, `/livez`, `/readyz`, `/metrics`; and, to the API server and to
/// administrators alone, how it came to its last decision on a pod: `/schedulingrecords/NAMESPACE/NAME`.
struct HealthServer: Sendable {
    let metrics: SchedulerMetrics
    /// By `namespace/name`.
    let record: @Sendable (String) -> SchedulingRecord?

    func serve(on server: HTTPServer) async {
        await server.run { request in
            switch request.path {
            case "/healthz", "/livez", "/readyz": return .text("ok")
            case "/metrics":
                return HTTPResponse(
                    headers: ["Content-Type": MetricsRegistry.contentType],
                    body: .bytes(Array(metrics.registry.exposition.utf8)))
            default: return answer(request)
            }
        }
    }

    /// The plain port knows no client, so it never answers this.
    private func answer(_ request: HTTPRequest) -> HTTPResponse {
        let parts = request.target.segments
        guard parts.count == 3, parts[0] == "schedulingrecords" else {
            return .text("404 page not found\n", status: .notFound)
        }
        guard let peer = request.peer else { return .text("Unauthorized\n", status: .unauthorized) }
        guard peer.commonName == "kube-apiserver-kubelet-client" || peer.organizations.contains("system:masters") else {
            return .text("Forbidden (user=\(peer.commonName))\n", status: .forbidden)
        }
        guard let record = record("\(parts[1])/\(parts[2])") else { return .text("no record\n", status: .notFound) }
        return .json(record.json.bytes)
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
