package import Objects

/// Which objects a list or a watch asks for: a namespace, labels, fields.
package struct Selection: Sendable {
    package var namespace: String
    package var labels: LabelRequirements
    package var fields: FieldRequirements

    package init(namespace: String, labels: LabelRequirements, fields: FieldRequirements) {
        self.namespace = namespace
        self.labels = labels
        self.fields = fields
    }

    package func contains(_ object: StoredObject) -> Bool {
        (namespace.isEmpty || object.namespace == namespace)
            && labels.matches(object.labels)
            && fields.matches { object.fields[$0] ?? "" }
    }

    /// What a change looks like to somebody who sees only the selected objects: one that begins to match is added,
    /// one that no longer does is deleted.
    package func event(for change: ResourceCache.Change) -> (type: WatchEventType, object: StoredObject)? {
        let matches = !change.isDeletion && contains(change.object)
        let matched = change.previous.map(contains) ?? false
        switch (matched, matches) {
        case (false, true): return (.added, change.object)
        case (true, true): return (.modified, change.object)
        case (true, false): return (.deleted, change.object)
        case (false, false): return nil
        }
    }
}

package enum WatchEventType: String, Sendable {
    case added = "ADDED"
    case modified = "MODIFIED"
    case deleted = "DELETED"
    case bookmark = "BOOKMARK"
    case error = "ERROR"
}
