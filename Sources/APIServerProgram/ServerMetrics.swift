import APIServer
import Metrics

/// What the API server counts, under Kubernetes' names, for `/metrics`.
struct ServerMetrics: Sendable {
    private let registry = MetricsRegistry()
    private let requests: Counter
    private let durations: Histogram
    private let objects: Gauge
    private let counts: @Sendable () -> [String: Int]

    /// - Parameter counts: how many objects each resource has, now.
    init(counts: @escaping @Sendable () -> [String: Int]) {
        requests = registry.counter(
            "apiserver_request_total", "Requests by verb, resource and code.", labels: ["verb", "resource", "code"])
        durations = registry.histogram(
            "apiserver_request_duration_seconds", "Time from request to answer, watches left out.", labels: ["verb"])
        objects = registry.gauge("apiserver_storage_objects", "Objects in the store.", labels: ["resource"])
        self.counts = counts
    }

    func observe(_ request: RequestInfo, status: Int, duration: Duration) {
        let verb = request.verb.rawValue.uppercased()
        requests.increment(verb, request.isResource ? request.resource : "", String(status))
        if request.verb != .watch { durations.observe(verb, duration: duration) }
    }

    var exposition: String {
        for (resource, count) in counts() { objects.set(resource, to: Double(count)) }
        return registry.exposition
    }
}
