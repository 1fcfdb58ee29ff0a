import Synchronization

/// Numbers that a program tells about itself, in Prometheus' text format at `/metrics`.
///
/// ```
/// # HELP apiserver_request_total Requests by verb and code.
/// # TYPE apiserver_request_total counter
/// apiserver_request_total{verb="GET",code="200"} 17
/// ```
/// A counter only grows, a gauge goes both ways, a histogram counts observations by size. Each combination of label
/// values is a series of its own, so labels must have few values.
/// Source: prometheus.io/docs/instrumenting/exposition_formats.
package final class MetricsRegistry: Sendable {
    private let metrics = Mutex<[any Metric]>([])

    package init() {}

    package func counter(_ name: String, _ help: String, labels: [String] = []) -> Counter {
        register(Counter(name: name, help: help, labels: labels))
    }

    package func gauge(_ name: String, _ help: String, labels: [String] = []) -> Gauge {
        register(Gauge(name: name, help: help, labels: labels))
    }

    /// - Parameter buckets: upper bounds, ascending; the one without bound is added.
    package func histogram(
        _ name: String, _ help: String, labels: [String] = [], buckets: [Double] = Histogram.seconds
    ) -> Histogram {
        register(Histogram(name: name, help: help, labels: labels, buckets: buckets))
    }

    /// All metrics, in the order of their registration, their series ordered by label values.
    package var exposition: String {
        metrics.withLock(\.self).map { metric in
            "# HELP \(metric.name) \(metric.help)\n# TYPE \(metric.name) \(metric.type)\n"
                + metric.lines.map { $0 + "\n" }.joined()
        }.joined()
    }

    package static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    private func register<Kind: Metric>(_ metric: Kind) -> Kind {
        metrics.withLock { $0.append(metric) }
        return metric
    }
}

protocol Metric: Sendable {
    var name: String { get }
    var help: String { get }
    var type: String { get }
    var lines: [String] { get }
}

/// `{verb="GET",code="200"}`, or nothing.
func labelText(_ names: [String], _ values: [String]) -> String {
    if names.isEmpty { return "" }
    let pairs = zip(names, values).map { name, value in "\(name)=\"\(escaped(value))\"" }
    return "{\(pairs.joined(separator: ","))}"
}

private func escaped(_ value: String) -> String {
    value.reduce(into: "") { text, character in
        switch character {
        case "\\": text += "\\\\"
        case "\"": text += "\\\""
        case "\n": text += "\\n"
        default: text.append(character)
        }
    }
}

/// Without a fraction where there is none.
func numberText(_ value: Double) -> String {
    if value == .infinity { return "+Inf" }
    return Int(exactly: value).map(String.init) ?? "\(value)"
}
