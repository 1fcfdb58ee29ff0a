package import Schema

/// An object has two authors: people write its spec, a controller its status, and neither may overwrite the other.
///
/// So they write to two paths. What an update of the object says of the status is ignored, and so is what an update of
/// `…/status` says of the spec. Labels and annotations belong to both. Source: the API conventions, "Spec and Status".
package enum StatusSubresource {
    /// - Returns: the old object with the sent status and metadata.
    package static func written(_ sent: JSON, over old: JSON) -> JSON {
        // lab 04.1: begin
        var document = old
        document["status"] = sent["status"]
        document["metadata"] = sent["metadata"]
        return document
        // lab 04.1: end
    }

    /// - Returns: the sent object with the old status.
    package static func kept(_ sent: JSON, from old: JSON) -> JSON {
        // lab 04.1: begin
        var document = sent
        document["status"] = old["status"]
        return document
        // lab 04.1: end
    }
}
