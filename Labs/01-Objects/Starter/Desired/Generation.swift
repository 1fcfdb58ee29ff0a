import LabWorker

/// Which wish is it, and has somebody looked at it?
///
/// ```
///   write to…       spec    labels, annotations    status
///   generation       +1              –                –          metadata.generation: which wish this is
///                                                                status.observedGeneration: the wish a controller has seen
/// ```
/// A wish is all of an object but its metadata and its status. A write that leaves it as it was isn't a new one. Whoever acts
/// on the object notes in its status which generation it has looked at; as long as that is an older one, the rest of the
/// status speaks of an older wish.
///
/// Source: `metadata.generation` in kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-meta ("A sequence
/// number representing a specific generation of the desired state").
package enum Generation {
    /// The generation after a write.
    /// - Parameters:
    ///   - current: before it.
    ///   - old: the object's members before it, by their names.
    package static func next<Member: Equatable>(
        _ current: Int, from old: [String: Member], to new: [String: Member]
    ) -> Int {
        // Lab 01, step 7: yours to write.
        notWritten()
    }

    /// Whether a status that was written for the generation `observed` speaks of the present wish.
    package static func isObserved(_ generation: Int, by observed: Int) -> Bool {
        // Lab 01, step 7: yours to write.
        notWritten()
    }
}
