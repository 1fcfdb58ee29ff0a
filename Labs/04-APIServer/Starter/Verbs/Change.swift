package import Schema

/// An object as it was read.
package struct StoredVersion: Sendable {
    package var document: JSON
    /// Of the store, when it was written last: what its `resourceVersion` says.
    package var revision: Int

    package init(document: JSON, revision: Int) {
        self.document = document
        self.revision = revision
    }
}

/// What a write comes to, once it is decided.
package enum Change: Sendable, Hashable {
    case write(JSON)
    /// With the object as it last was.
    case remove(JSON)
    /// The object is right as it is.
    case keep(JSON)
}
