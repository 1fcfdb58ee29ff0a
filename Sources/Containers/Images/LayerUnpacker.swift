internal import CLinux
internal import Glibc
internal import Linux

/// Unpacks a layer into a folder of its own, which becomes a lower folder of overlay file systems.
///
/// A layer's archive says what is new and what is gone: `.wh.name` stands for a removed `name`, `.wh..wh..opq` for a
/// folder of which nothing from below is to be seen. Overlay has its own marks for these, a device 0/0 and an
/// attribute.
///
/// An archive is a stranger's: a name with `..` is refused, and the kernel resolves every folder *inside* of the target
/// (`openat2` with RESOLVE_IN_ROOT), so that no link in the archive leads out of it.
/// Source: OCI image specification, "Image Layer Filesystem Changeset".
struct LayerUnpacker: ~Copyable {
    private let root: FileDescriptor
    private let isPrivileged: Bool

    init(folder: String) throws {
        root = try FileDescriptor(open: folder, O_RDONLY | O_DIRECTORY)
        isPrivileged = geteuid() == 0
    }

    func unpack(_ entries: some Sequence<TarEntry>) throws {
        // Times of folders last: writing into them changes those.
        for entry in entries {
            let parts = try Self.parts(of: entry.name)
            guard let name = parts.last else { continue }
            let parent = try openFolder(parts.dropLast())
            if name == ".wh..wh..opq" {
                try markOpaque(parent.number)
            } else if name.hasPrefix(".wh.") {
                try markRemoved(String(name.dropFirst(4)), in: parent.number)
            } else {
                try unpack(entry, as: name, in: parent.number)
            }
        }
    }

    private static func parts(of name: String) throws -> [String] {
        let parts = name.split(separator: "/").map(String.init).filter { $0 != "." }
        if parts.contains("..") { throw ArchiveError("the archive has an entry outside of it: \(name)") }
        return parts
    }

    /// Makes it where it is missing.
    private func openFolder(_ parts: ArraySlice<String>) throws -> FileDescriptor {
        let path = parts.isEmpty ? "." : parts.joined(separator: "/")
        let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC
        let number = clinux_open_in_root(root.number, path, flags, 0)
        if number >= 0 { return FileDescriptor(owning: number) }
        guard errno == ENOENT, let name = parts.last else { throw SystemCallError("openat2", path, errno: errno) }
        let parent = try openFolder(parts.dropLast())
        try tolerating(EEXIST) { () throws(SystemCallError) in
            try systemCall("mkdirat", path) { mkdirat(parent.number, name, 0o755) }
        }
        return FileDescriptor(
            owning: try systemCall("openat2", path) { clinux_open_in_root(root.number, path, flags, 0) })
    }

    private func unpack(_ entry: TarEntry, as name: String, in parent: Int32) throws {
        if entry.kind == .folder {
            try tolerating(EEXIST) { () throws(SystemCallError) in
                try systemCall("mkdirat", entry.name) { mkdirat(parent, name, 0o755) }
            }
        } else {
            // What an earlier entry left here, perhaps a link, is replaced and not followed.
            unlinkat(parent, name, 0)
            try make(entry, as: name, in: parent)
        }
        try setOwnerAndMode(entry, name, parent)
    }

    private func make(_ entry: TarEntry, as name: String, in parent: Int32) throws {
        switch entry.kind {
        case .file:
            let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
            let file = FileDescriptor(
                owning: try systemCall("openat", entry.name) { openat(parent, name, flags, 0o600) })
            try file.write(entry.contents)
        case .symbolicLink: try systemCall("symlinkat", entry.name) { symlinkat(entry.target, parent, name) }
        case .hardLink:
            let parts = try Self.parts(of: entry.target)
            let folder = try openFolder(parts.dropLast())
            try systemCall("linkat", entry.name) { linkat(folder.number, parts.last ?? "", parent, name, 0) }
        case .fifo: try systemCall("mknodat", entry.name) { mknodat(parent, name, S_IFIFO | 0o600, 0) }
        case .characterDevice, .blockDevice:
            let kind = entry.kind == .blockDevice ? S_IFBLK : S_IFCHR
            let device = clinux_makedev(
                UInt32(truncatingIfNeeded: entry.major), UInt32(truncatingIfNeeded: entry.minor))
            if isPrivileged {
                try systemCall("mknodat", entry.name) { mknodat(parent, name, kind | 0o600, device) }
            }
        case .folder: break
        }
    }

    private func setOwnerAndMode(_ entry: TarEntry, _ name: String, _ parent: Int32) throws {
        if entry.kind == .hardLink { return }
        if isPrivileged {
            try systemCall("fchownat", entry.name) {
                fchownat(
                    parent, name, UInt32(truncatingIfNeeded: entry.user), UInt32(truncatingIfNeeded: entry.group),
                    AT_SYMLINK_NOFOLLOW)
            }
        }
        if entry.kind == .symbolicLink { return }
        try systemCall("fchmodat", entry.name) { fchmodat(parent, name, UInt32(entry.mode), 0) }
    }

    private func markRemoved(_ name: String, in parent: Int32) throws {
        guard !name.isEmpty, name != ".", name != ".." else { throw ArchiveError("a whiteout without a name") }
        unlinkat(parent, name, 0)
        try systemCall("mknodat", name) { mknodat(parent, name, S_IFCHR, 0) }
    }

    private func markOpaque(_ folder: Int32) throws {
        // Without root the trusted names can't be set; overlay is then mounted with `userxattr`.
        let attribute = isPrivileged ? "trusted.overlay.opaque" : "user.overlay.opaque"
        try systemCall("fsetxattr") { clinux_fsetxattr(folder, attribute, "y", 1) }
    }
}
