import SchedulerContract

/// A score for each utilization, as the administrator draws it: straight lines between some points.
///
/// ```
///   score 10 ┤      ●───●        utilization 0 → 0, 40 → 10, 70 → 10, 100 → 0:
///            │    ╱      ╲       neither empty nor full
///          0 ┼──●──────────●
/// ```
struct UtilizationCurve: Sendable {
    /// With scores up to 100.
    private let points: [UtilizationPoint]

    init(_ shape: [UtilizationPoint]) {
        points = shape.map { UtilizationPoint(utilization: $0.utilization, score: $0.score * 10) }
            .sorted { $0.utilization < $1.utilization }
    }

    func score(_ requested: Int, of allocatable: Int) -> Int {
        score(at: requested > allocatable ? 100 : max(requested, 0) * 100 / allocatable)
    }

    private func score(at utilization: Int) -> Int {
        guard let next = points.firstIndex(where: { utilization <= $0.utilization }) else {
            return points.last?.score ?? 0
        }
        if next == 0 { return points[0].score }
        let (left, right) = (points[next - 1], points[next])
        let rise = (right.score - left.score) * (utilization - left.utilization)
        return left.score + rise / (right.utilization - left.utilization)
    }
}
