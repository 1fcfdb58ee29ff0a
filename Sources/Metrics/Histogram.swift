import Synchronization

/// Counts observations by size: how many were at most so large. From the counts of two moments, quantiles of the time
/// between can be estimated, of several programs together, too.
package final class Histogram: Metric {
    private struct Series {
        var counts: [Int]
        var sum = 0.0
    }

    /// For latencies, in seconds: Prometheus' own choice.
    package static let seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

    let name: String
    let help: String
    let type = "histogram"
    private let labels: [String]
    private let buckets: [Double]
    private let series = Mutex<[[String]: Series]>([:])

    init(name: String, help: String, labels: [String], buckets: [Double]) {
        self.name = name
        self.help = help
        self.labels = labels
        self.buckets = buckets + [.infinity]
    }

    /// - Parameter values: one for each label, in the order of their declaration.
    package func observe(_ values: String..., value: Double) { record(values, value) }

    package func observe(_ values: String..., duration: Duration) {
        let parts = duration.components
        record(values, Double(parts.seconds) + Double(parts.attoseconds) * 1e-18)
    }

    private func record(_ key: [String], _ value: Double) {
        precondition(key.count == labels.count, "one value for each of the labels \(labels)")
        let bucket = buckets.firstIndex { value <= $0 } ?? buckets.count - 1
        let empty = Series(counts: Array(repeating: 0, count: buckets.count))
        series.withLock { series in
            series[key, default: empty].counts[bucket] += 1
            series[key]?.sum += value
        }
    }

    var lines: [String] {
        series.withLock(\.self).sorted { $0.key.lexicographicallyPrecedes($1.key) }.flatMap { key, series in
            lines(key, series)
        }
    }

    /// The buckets on the wire are cumulative.
    private func lines(_ key: [String], _ series: Series) -> [String] {
        var total = 0
        var lines: [String] = []
        for (bound, count) in zip(buckets, series.counts) {
            total += count
            lines.append("\(name)_bucket\(labelText(labels + ["le"], key + [numberText(bound)])) \(total)")
        }
        lines.append("\(name)_sum\(labelText(labels, key)) \(numberText(series.sum))")
        lines.append("\(name)_count\(labelText(labels, key)) \(total)")
        return lines
    }
}
