/// What a system does that serves one call after the other: the specification that histories are held against.
package protocol SequentialModel {
    associatedtype State: Hashable
    associatedtype Call
    associatedtype Answer

    static var initial: State { get }

    /// The state after the call; nil when a system in this state can't have given this answer.
    /// - Parameter answer: nil when the caller never got one: then every answer is possible.
    static func step(_ state: State, _ call: Call, _ answer: Answer?) -> State?
}

/// One call of a client, from when it was sent to when its answer came.
package struct Operation<Model: SequentialModel> {
    package var client: Int
    package var call: Model.Call
    /// Nil when none came: perhaps it happened, perhaps it will, perhaps it won't.
    package var answer: Model.Answer?
    package var sent: Int
    /// Nil when no answer came.
    package var answered: Int?

    package init(client: Int, _ call: Model.Call, _ answer: Model.Answer?, sent: Int, answered: Int?) {
        (self.client, self.call, self.answer) = (client, call, answer)
        (self.sent, self.answered) = (sent, answered)
    }
}

/// A value that can be read, written, and exchanged if it is the expected one. 0 is what it holds at first.
///
/// A map is many of these, and a history of a map is linearizable exactly when its history of each key is (Herlihy, Wing,
/// "Linearizability", 1990, theorem 1: locality). So every key is checked alone.
package enum Register: SequentialModel {
    package enum Call: Hashable, Sendable {
        case put(Int)
        case get
        case swap(expected: Int, new: Int)
    }

    package enum Answer: Hashable, Sendable {
        case done
        case value(Int)
        case swapped(Bool)
    }

    package static let initial = 0

    package static func step(_ state: Int, _ call: Call, _ answer: Answer?) -> Int? {
        let (next, right) = apply(call, to: state)
        return answer == nil || answer == right ? next : nil
    }

    /// What happens, and what is answered.
    package static func apply(_ call: Call, to state: Int) -> (Int, Answer) {
        switch call {
        case .put(let value): (value, .done)
        case .get: (state, .value(state))
        case .swap(let expected, let new): state == expected ? (new, .swapped(true)) : (state, .swapped(false))
        }
    }
}
