import API
import Schema
import SchedulerContract
import Testing

/// Random clusters, pods and changes, decided by the reference and by the naive rules.
///
/// A difference is reduced to the fewest steps that show it. To replay one: `Comparison.difference(steps)` with the seed.
@Suite struct ComparisonTests {
    @Test("The reference decides as the naive rules do", arguments: 1...150)
    func decisions(seed: Int) {
        var cluster = RandomCluster(seed: seed)
        let steps = cluster.steps(60)
        guard Comparison.difference(steps) != nil else { return }
        let fewest = Comparison.shrink(steps)
        Issue.record(
            """
            seed \(seed): \(Comparison.difference(fewest) ?? "")
            \(fewest.map(\.text).joined(separator: "\n"))
            """)
    }
}

extension Comparison.Step {
    /// For people, and short.
    var text: String {
        switch self {
        case .event(let event): String(decoding: event.json.bytes, as: UTF8.self)
        case .remove(let number): "remove pod number \(number)"
        case .relabel(let number, let labels): "relabel pod number \(number): \(labels)"
        case .end(let number): "delete pod number \(number) gracefully"
        case .settle(let number): "settle claim number \(number)"
        case .giveUp(let number): "refuse the volumes of pod number \(number)"
        case .schedule(let pod): "schedule " + String(decoding: pod.json.bytes, as: UTF8.self)
        }
    }
}
