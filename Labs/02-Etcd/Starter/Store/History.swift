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
    func change(at revision: Int) -> (version: Version, previous: Version?)? {
        guard let index = index(of: revision) else { return nil }
        let previous = index > 0 && !versions[index - 1].isTombstone ? versions[index - 1] : nil
        return (versions[index], previous)
    }

    /// Another value in place of one with the same bytes.
    mutating func move(_ revision: Int, _ move: (Value) -> Value) {
        guard let index = index(of: revision) else { return }
        versions.setValue(move(versions[index].value), at: index)
    }

    /// Of the version that was written at exactly this revision.
    private func index(of revision: Int) -> Int? {
        let index = versions.partition { $0.revision.main >= revision }
        return index < versions.count && versions[index].revision.main == revision ? index : nil
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
