import EtcdContract
import LabWorker

/// All versions of one key that are kept, oldest first.
///
/// ```
/// revision   3      5      8           9      12
///            v1     v2     tombstone   v1     v2          two lives
/// ```
struct History: Hashable, Sendable {
    private(set) var versions = Versions()

    /// The version that was there at a revision, if the key was.
    func version(at revision: Int) -> Version? {
        // Lab 02, step 3: yours to write.
        notWritten()
    }

    var current: Version? {
        guard let last = versions.last, !last.isTombstone else { return nil }
        return last
    }

    /// The change that was made at exactly this revision, and what it replaced.
    func change(at revision: Revision) -> (version: Version, previous: Version?)? {
        let index = versions.partition { $0.revision >= revision }
        guard index < versions.count, versions[index].revision == revision else { return nil }
        let previous = index > 0 && !versions[index - 1].isTombstone ? versions[index - 1] : nil
        return (versions[index], previous)
    }

    /// Another value in place of one with the same bytes.
    mutating func move(_ revision: Revision, _ move: (Value) -> Value) {
        let place = versions.partition { $0.revision >= revision }
        guard place < versions.count, versions[place].revision == revision else { return }
        versions.change(at: place) { $0.value = move($0.value) }
    }

    mutating func append(_ version: Version) { versions.append(version) }

    /// Drops what can't be seen from `revision` on. The newest version up to there is what a reader at `revision` sees,
    /// so it stays; a tombstone stays only for those who watch from exactly `revision` on.
    mutating func compact(to revision: Int) {
        // Lab 02, step 6: yours to write.
        notWritten()
    }

    var isEmpty: Bool { versions.isEmpty }
}
