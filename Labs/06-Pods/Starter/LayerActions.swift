import LabWorker
import PodsContract

/// What unpacks a layer, so that overlay file systems can lay it over others.
///
/// ```
///   in the archive          means                                in the folder
///   etc/hosts               is new, or replaces                  etc/hosts
///   etc/.wh.passwd          etc/passwd of below is gone          a mark: removed
///   etc/.wh..wh..opq        all of etc that is below is gone     a mark on etc: opaque
/// ```
/// A whiteout speaks of the layers below, never of its own, wherever it stands in the archive: what the layer itself brings
/// under that name stays. A file covers what is below anyway; a folder would be mixed with it, and so is marked opaque.
///
/// An archive is a stranger's: a name that leads out of the folder is refused. (A link within the archive that leads out
/// is legal; whoever follows the actions must not follow it.)
/// Source: OCI image specification, "Image Layer Filesystem Changeset".
enum LayerActions {
    private static let prefix = ".wh."
    private static let opaque = ".wh..wh..opq"

    static func actions(for entries: [LayerEntry]) throws(Refusal) -> [LayerAction] {
        // Lab 06, step 5: yours to write.
        notWritten()
    }

    /// - Parameter own: what the layer itself has.
    private static func whiteout(
        _ name: Substring, in folder: String, _ own: [String: LayerEntry.Kind]
    ) throws(Refusal) -> [LayerAction] {
        // Lab 06, step 5: yours to write.
        notWritten()
    }

    private static func linked(_ entry: LayerEntry, _ own: [String: LayerEntry.Kind]) throws(Refusal) -> String {
        // Lab 06, step 5: yours to write.
        notWritten()
    }

    /// As actions have it: `./etc//hosts` is `etc/hosts`, and so is `/etc/hosts`.
    private static func path(_ name: String) throws(Refusal) -> String {
        // Lab 06, step 5: yours to write.
        notWritten()
    }

    private static func split(_ path: String) -> (folder: String, name: Substring) {
        guard let slash = path.lastIndex(of: "/") else { return ("", path[...]) }
        return (String(path[..<slash]), path[path.index(after: slash)...])
    }

    private static func folders(above path: String) -> [String] {
        path.indices.filter { path[$0] == "/" }.map { String(path[..<$0]) }
    }
}
