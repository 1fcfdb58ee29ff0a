/// Is there an order of all calls, each somewhere between its beginning and its end, in which a system that serves one at a
/// time would have given the same answers? Then the history is *linearizable*, and nobody can tell the many from the one.
///
/// ```
///   client 1   ├── put 1 ──────────┤
///   client 2        ├─ get: 0 ─┤         fine: get, put          (the put takes effect after the get)
///   client 3                      ├─ get: 0 ─┤     … but not if another get has seen 1 before this one began
/// ```
/// The way of Porcupine: Wing and Gong's search (1993), which picks some call that may come next, goes on, and turns back
/// when an answer has come that doesn't fit; with Lowe's memory (2017) of what was tried: the same set of calls done, in
/// the same state, need not be tried twice.
package struct LinearizabilityChecker<Model: SequentialModel> {
    package enum Verdict: Hashable, Sendable {
        case linearizable
        /// No order exists. The call whose answer could be explained least: an index into the history.
        case violated(by: Int)
        /// The search took too long.
        case undecided
    }

    private let history: [Operation<Model>]
    private var timeline: CallList
    private var done: Calls
    private var state = Model.initial
    private var tried: Set<Position> = []
    private var chosen: [(place: Int, state: Model.State)] = []
    /// Where the search came to a stand with most calls done.
    private var deepest = (count: -1, operation: 0)

    private struct Position: Hashable {
        var done: Calls
        var state: Model.State
    }

    private init(_ history: [Operation<Model>]) {
        self.history = history
        timeline = CallList(history.map { ($0.sent, $0.answered) })
        done = Calls(count: history.count)
    }

    /// - Parameter limit: steps of the search.
    package static func check(_ history: [Operation<Model>], limit: Int = 1_000_000) -> Verdict {
        var checker = LinearizabilityChecker(history)
        return checker.search(limit)
    }

    private mutating func search(_ limit: Int) -> Verdict {
        var place = timeline.first
        for _ in 0..<limit {
            guard let current = place else { return .linearizable }
            switch timeline[current] {
            case .call(let operation): place = choose(operation, at: current) ? timeline.first : timeline.after(current)
            case .answer(let operation):
                // It has answered, so it must be among the chosen: an earlier choice was wrong.
                if chosen.count > deepest.count { deepest = (chosen.count, operation) }
                guard let wrong = turnBack() else { return .violated(by: deepest.operation) }
                place = timeline.after(wrong)
            }
        }
        return .undecided
    }

    /// Lets the call be the next to take effect, if that explains its answer and hasn't been tried.
    private mutating func choose(_ operation: Int, at place: Int) -> Bool {
        let one = history[operation]
        guard let next = Model.step(state, one.call, one.answer) else { return false }
        done.insert(operation)
        guard tried.insert(Position(done: done, state: next)).inserted else {
            done.remove(operation)
            return false
        }
        chosen.append((place, state))
        state = next
        timeline.takeOut(operation)
        return true
    }

    /// - Returns: the place of the last choice, which is no longer one.
    private mutating func turnBack() -> Int? {
        guard let last = chosen.popLast(), case .call(let operation) = timeline[last.place] else { return nil }
        state = last.state
        done.remove(operation)
        timeline.putBack(operation)
        return last.place
    }
}

/// A set of the history's calls, small and quick to compare.
private struct Calls: Hashable {
    private var words: [UInt64]

    init(count: Int) { words = [UInt64](repeating: 0, count: count / 64 + 1) }

    mutating func insert(_ call: Int) { words[call / 64] |= 1 << UInt64(call % 64) }
    mutating func remove(_ call: Int) { words[call / 64] &= ~(1 << UInt64(call % 64)) }
}
