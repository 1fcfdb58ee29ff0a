/// What is going to happen, in the order of virtual time.
///
/// Nothing in a simulation waits: the clock jumps to the next entry. Entries of the same instant come out in the order in
/// which they went in, so a run depends on nothing but its seed.
struct Agenda<Event> {
    /// The next one last, where taking it away costs nothing.
    private var entries: [(time: Int, event: Event)] = []

    var isEmpty: Bool { entries.isEmpty }

    mutating func add(_ event: Event, at time: Int) {
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].time > time { low = middle + 1 } else { high = middle }
        }
        entries.insert((time, event), at: low)
    }

    mutating func next() -> (time: Int, event: Event)? { entries.popLast() }
}
