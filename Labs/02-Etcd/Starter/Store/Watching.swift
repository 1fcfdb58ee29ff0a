import DequeModule
package import EtcdContract
import LabWorker

/// What a watcher is told: the list of changes from its place on.
extension MultiVersionStore {
    /// What the watcher has not seen, at least of one revision and of no more than about `limit` changes; the watcher
    /// moves behind it. Empty if nothing of it is among them.
    package func advance(_ watcher: inout Watcher, limit: Int) throws(Refusal) -> [Notice] {
        // Lab 02, step 5: yours to write.
        notWritten()
    }

    /// A revision's changes are never torn apart.
    private func end(of first: Int, limit: Int) -> Int {
        // Lab 02, step 5: yours to write.
        notWritten()
    }

    private func notice(of change: Change, for watcher: Watcher) -> Notice? {
        // Lab 02, step 5: yours to write.
        notWritten()
    }
}
