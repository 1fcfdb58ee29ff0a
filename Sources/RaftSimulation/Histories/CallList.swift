/// The beginnings and ends of a history's calls in the order of time, as a doubly linked list from which a call can be taken
/// out and put back at no cost ("dancing links").
struct CallList {
    enum Entry {
        case call(Int)
        case answer(Int)
    }

    private let entries: [Entry]
    /// Of each place the next and the previous; the last place stands for both ends.
    private var next: [Int]
    private var previous: [Int]
    private let end: Int
    /// Of each operation.
    private var callPlace: [Int]
    private var answerPlace: [Int]

    /// - Parameter times: when each operation began and ended; one that never ended ends after everything else.
    init(_ times: [(sent: Int, answered: Int?)]) {
        let marks =
            times.indices.map { (times[$0].sent, 0, Entry.call($0)) }
            + times.indices.map { (times[$0].answered ?? .max, 1, Entry.answer($0)) }
        // At the same instant beginnings stand first: then the two overlap, and nothing is claimed that isn't known.
        entries = marks.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2)
        let end = entries.count
        self.end = end
        next = (0...end).map { $0 == end ? 0 : $0 + 1 }
        previous = (0...end).map { $0 == 0 ? end : $0 - 1 }
        next[end] = entries.isEmpty ? end : 0
        previous[end] = entries.isEmpty ? end : end - 1
        callPlace = times.map { _ in 0 }
        answerPlace = callPlace
        for (place, entry) in entries.enumerated() {
            switch entry {
            case .call(let operation): callPlace[operation] = place
            case .answer(let operation): answerPlace[operation] = place
            }
        }
    }

    subscript(place: Int) -> Entry { entries[place] }

    /// Nil when nothing is left.
    var first: Int? { after(end) }

    func after(_ place: Int) -> Int? { next[place] == end ? nil : next[place] }

    mutating func takeOut(_ operation: Int) {
        unlink(callPlace[operation])
        unlink(answerPlace[operation])
    }

    /// Only the one that was taken out last.
    mutating func putBack(_ operation: Int) {
        link(answerPlace[operation])
        link(callPlace[operation])
    }

    private mutating func unlink(_ place: Int) {
        next[previous[place]] = next[place]
        previous[next[place]] = previous[place]
    }

    private mutating func link(_ place: Int) {
        next[previous[place]] = place
        previous[next[place]] = place
    }
}
