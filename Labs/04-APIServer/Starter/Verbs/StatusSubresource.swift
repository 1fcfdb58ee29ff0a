import LabWorker
package import Schema

/// An object has two authors: people write its spec, a controller its status, and neither may overwrite the other.
///
/// So they write to two paths. What an update of the object says of the status is ignored, and so is what an update of
/// `…/status` says of the spec. Labels and annotations belong to both. Source: the API conventions, "Spec and Status".
package enum StatusSubresource {
    /// - Returns: the old object with the sent status and metadata.
    package static func written(_ sent: JSON, over old: JSON) -> JSON {
        // Lab 04, step 1: yours to write.
        notWritten()
    }

    /// - Returns: the sent object with the old status.
    package static func kept(_ sent: JSON, from old: JSON) -> JSON {
        // Lab 04, step 1: yours to write.
        notWritten()
    }
}
