package import RaftContract

/// A member with its disk.
package struct Machine<Core: RaftCore>: Sendable {
    package var core: Core
    let configuration: RaftConfiguration
    /// What the disk has.
    package internal(set) var disk: Persisted
    /// An output that waits for a slow disk.
    var pending: RaftOutput?
    package var isDiskSlow = false
    /// Nothing leaves or reaches it.
    package var isCut = false
    package internal(set) var isRunning = true
    package internal(set) var applied: LogIndex

    init(_ configuration: RaftConfiguration, _ disk: Persisted) {
        core = Core(configuration: configuration, persisted: disk)
        self.configuration = configuration
        self.disk = disk
        applied = disk.snapshot.index
    }

    /// All that isn't on the disk is lost. Of an output that was being written the first parts may be there.
    mutating func crash(keeping parts: Int) {
        if let pending { disk.write(pending, parts: parts) }
        pending = nil
        isDiskSlow = false
        isRunning = false
    }
}

extension Persisted {
    var last: EntryPosition {
        entries.last?.position ?? EntryPosition(term: snapshot.term, index: snapshot.index)
    }

    /// - Parameter parts: how many of the output's parts get to the disk before the power goes, in their order.
    mutating func write(_ output: RaftOutput, parts: Int = .max) {
        var parts = parts
        func isNext() -> Bool {
            parts -= 1
            return parts >= 0
        }
        if let snapshot = output.snapshot, isNext() {
            self.snapshot = snapshot
            entries = []
        }
        for entry in output.entries where isNext() {
            while let last = entries.last, last.index >= entry.index { entries.removeLast() }
            entries.append(entry)
        }
        if let hardState = output.hardState, isNext() { self.hardState = hardState }
    }
}
