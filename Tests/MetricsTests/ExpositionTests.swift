import Metrics
import Testing

@Suite("Metrics")
struct ExpositionTests {
    @Test("The text is what Prometheus reads")
    func exposition() {
        let registry = MetricsRegistry()
        let requests = registry.counter("requests_total", "Requests by verb.", labels: ["verb"])
        let objects = registry.gauge("objects", "Objects now.")
        let latency = registry.histogram("latency_seconds", "Time to answer.", labels: ["verb"], buckets: [0.1, 1])
        requests.increment("GET")
        requests.increment("GET", by: 2)
        requests.increment("a\"b\n")
        objects.set(to: 7)
        objects.add(amount: -0.5)
        latency.observe("GET", value: 0.05)
        latency.observe("GET", duration: .milliseconds(500))
        latency.observe("GET", value: 3.5)
        #expect(
            registry.exposition == """
                # HELP requests_total Requests by verb.
                # TYPE requests_total counter
                requests_total{verb="GET"} 3
                requests_total{verb="a\\"b\\n"} 1
                # HELP objects Objects now.
                # TYPE objects gauge
                objects 6.5
                # HELP latency_seconds Time to answer.
                # TYPE latency_seconds histogram
                latency_seconds_bucket{verb="GET",le="0.1"} 1
                latency_seconds_bucket{verb="GET",le="1"} 2
                latency_seconds_bucket{verb="GET",le="+Inf"} 3
                latency_seconds_sum{verb="GET"} 4.05
                latency_seconds_count{verb="GET"} 3

                """)
    }
}
