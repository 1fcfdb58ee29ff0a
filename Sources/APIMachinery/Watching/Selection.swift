package import APIServerContract

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
        // lab 04.1: begin
        (namespace.isEmpty || object.namespace == namespace)
            && labels(object.labels) && fields(object.fields)
        // lab 04.1: end
    }

    /// What a change looks like to somebody who sees only the selected objects: one that begins to match is added,
    /// one that no longer does is deleted.
    package func event(for change: ResourceCache.Change) -> (type: WatchEventType, object: StoredObject)? {
        // lab 04.3: begin
        let matches = !change.isDeletion && contains(change.object)
        let matched = change.previous.map(contains) ?? false
        switch (matched, matches) {
        case (false, true): return (.added, change.object)
        case (true, true): return (.modified, change.object)
        case (true, false): return (.deleted, change.object)
        case (false, false): return nil
        }
        // lab 04.3: end
    }
}
