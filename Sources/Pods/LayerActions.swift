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
        // lab 06.5: begin
        var paths: [String] = []
        for entry in entries { paths.append(try path(entry.name)) }
        var own: [String: LayerEntry.Kind] = [:]
        for (path, entry) in zip(paths, entries) {
            own[path] = entry.kind
            // A folder may be there only by what is in it.
            for folder in folders(above: path) where own[folder] == nil { own[folder] = .folder }
        }
        var actions: [LayerAction] = []
        for (index, path) in paths.enumerated() where !path.isEmpty {
            let (folder, name) = split(path)
            if name == opaque {
                actions.append(.markOpaque(folder))
            } else if name.hasPrefix(prefix) {
                actions += try whiteout(name.dropFirst(prefix.count), in: folder, own)
            } else if entries[index].kind == .hardLink {
                actions.append(.link(index, at: path, to: try linked(entries[index], own)))
            } else {
                actions.append(.place(index, at: path))
            }
        }
        return actions
        // lab 06.5: end
    }

    /// - Parameter own: what the layer itself has.
    private static func whiteout(
        _ name: Substring, in folder: String, _ own: [String: LayerEntry.Kind]
    ) throws(Refusal) -> [LayerAction] {
        // lab 06.5: begin
        if name.isEmpty || name == "." || name == ".." { throw Refusal("a whiteout without a name") }
        // Marks of the tools that once made layers: nothing of the image's.
        if name.hasPrefix(prefix) { return [] }
        let path = folder.isEmpty ? String(name) : "\(folder)/\(name)"
        switch own[path] {
        case nil: return [.markRemoved(path)]
        case .folder?: return [.markOpaque(path)]
        case _?: return []
        }
        // lab 06.5: end
    }

    private static func linked(_ entry: LayerEntry, _ own: [String: LayerEntry.Kind]) throws(Refusal) -> String {
        // lab 06.5: begin
        let target = try path(entry.target)
        guard let kind = own[target], kind != .folder else {
            throw Refusal("the archive has no file \(entry.target), which \(entry.name) is linked to")
        }
        return target
        // lab 06.5: end
    }

    /// As actions have it: `./etc//hosts` is `etc/hosts`, and so is `/etc/hosts`.
    private static func path(_ name: String) throws(Refusal) -> String {
        // lab 06.5: begin
        let parts = name.split(separator: "/").filter { $0 != "." }
        if parts.contains("..") { throw Refusal("the archive has an entry outside of it: \(name)") }
        return parts.joined(separator: "/")
        // lab 06.5: end
    }

    private static func split(_ path: String) -> (folder: String, name: Substring) {
        guard let slash = path.lastIndex(of: "/") else { return ("", path[...]) }
        return (String(path[..<slash]), path[path.index(after: slash)...])
    }

    private static func folders(above path: String) -> [String] {
        path.indices.filter { path[$0] == "/" }.map { String(path[..<$0]) }
    }
}
