import DequeModule
import SchedulerContract

/// The last attempts, one for each pod, of so many pods and no more.
struct Memory: Sendable {
    private let limit: Int
    private var attempts: [String: KeptAttempt] = [:]
    /// Oldest first. A pod's name may stand more than once; only the last one counts.
    private var order: Deque<(pod: String, turn: Int)> = []
    private var turns: [String: Int] = [:]
    private var turn = 0

    init(limit: Int) { self.limit = limit }

    var isOn: Bool { limit > 0 }

    subscript(pod: String) -> SchedulingRecord? { attempts[pod].map { SchedulingRecord($0) } }

    mutating func keep(_ attempt: KeptAttempt) {
        turn += 1
        let pod = attempt.record.pod
        attempts[pod] = attempt
        turns[pod] = turn
        order.append((pod, turn))
        while attempts.count > limit || order.count > 2 * limit, let oldest = order.popFirst() {
            if turns[oldest.pod] == oldest.turn { forget(oldest.pod) }
        }
    }

    private mutating func forget(_ pod: String) {
        attempts[pod] = nil
        turns[pod] = nil
    }
}
