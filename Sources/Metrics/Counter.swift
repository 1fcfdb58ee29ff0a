import Synchronization

/// Counts what happened; it never goes down.
package final class Counter: Metric {
    let name: String
    let help: String
    let type = "counter"
    private let series: SeriesTable

    init(name: String, help: String, labels: [String]) {
        self.name = name
        self.help = help
        series = SeriesTable(labels)
    }

    /// - Parameter values: one for each label, in the order of their declaration.
    package func increment(_ values: String..., by amount: Double = 1) {
        precondition(amount >= 0, "a counter only grows")
        series.update(values) { $0 += amount }
    }

    package func value(_ values: String...) -> Double { series[values] }

    var lines: [String] { series.lines(name) }
}

/// A value as it is now.
package final class Gauge: Metric {
    let name: String
    let help: String
    let type = "gauge"
    private let series: SeriesTable

    init(name: String, help: String, labels: [String]) {
        self.name = name
        self.help = help
        series = SeriesTable(labels)
    }

    package func set(_ values: String..., to value: Double) { series.update(values) { $0 = value } }
    package func add(_ values: String..., amount: Double) { series.update(values) { $0 += amount } }
    package func value(_ values: String...) -> Double { series[values] }

    var lines: [String] { series.lines(name) }
}

/// One number for each combination of label values.
private final class SeriesTable: Sendable {
    private let labels: [String]
    private let values = Mutex<[[String]: Double]>([:])

    init(_ labels: [String]) { self.labels = labels }

    subscript(key: [String]) -> Double { values.withLock { $0[key] ?? 0 } }

    func update(_ key: [String], _ change: (inout Double) -> Void) {
        precondition(key.count == labels.count, "one value for each of the labels \(labels)")
        values.withLock { change(&$0[key, default: 0]) }
    }

    func lines(_ name: String) -> [String] {
        let sorted = values.withLock(\.self).sorted { $0.key.lexicographicallyPrecedes($1.key) }
        return sorted.map { key, value in "\(name)\(labelText(labels, key)) \(numberText(value))" }
    }
}
