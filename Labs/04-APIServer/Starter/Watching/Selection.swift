package import APIServerContract
import LabWorker

/// Which objects a list or a watch asks for: a namespace, labels, fields.
package struct Selection: Sendable {
    package var namespace: String
    /// Whether an object with these labels is meant, and one with these fields, by their paths.
    package var labels: @Sendable ([String: String]) -> Bool
    package var fields: @Sendable ([String: String]) -> Bool

    /// - Parameter namespace: empty for all.
    package init(
        namespace: String, labels: @escaping @Sendable ([String: String]) -> Bool,
        fields: @escaping @Sendable ([String: String]) -> Bool
    ) {
        self.namespace = namespace
        self.labels = labels
        self.fields = fields
    }

    package func contains(_ object: StoredObject) -> Bool {
        // Lab 04, step 1: yours to write.
        notWritten()
    }

    /// What a change looks like to somebody who sees only the selected objects: one that begins to match is added,
    /// one that no longer does is deleted.
    package func event(for change: ResourceCache.Change) -> (type: WatchEventType, object: StoredObject)? {
        // Lab 04, step 3: yours to write.
        notWritten()
    }
}
