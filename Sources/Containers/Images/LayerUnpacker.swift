internal import CLinux
internal import Glibc
internal import Linux
internal import Pods
internal import PodsContract

/// Unpacks a layer into a folder of its own, which becomes a lower folder of overlay file systems.
///
/// What is to be done follows from the archive's names alone (`LayerActions` in Pods); here it is done. Overlay's marks
/// are a device 0/0 for what was removed, and an attribute of a folder that hides what is below.
///
/// An archive is a stranger's: the kernel resolves every folder *inside* of the target (`openat2` with RESOLVE_IN_ROOT),
/// so that no link in the archive leads out of it.
struct LayerUnpacker: ~Copyable {
    private let root: FileDescriptor
    private let isPrivileged: Bool

    init(folder: String) throws {
        root = try FileDescriptor(open: folder, O_RDONLY | O_DIRECTORY)
        isPrivileged = geteuid() == 0
    }

    /// - Throws: `Refusal` when the archive isn't to be unpacked.
    func unpack(_ entries: [TarEntry]) throws {
        for action in try DefaultPodsCore().layerActions(for: entries.map { LayerEntry($0) }) {
            switch action {
            case .place(let index, let path):
                let parent = try openParent(of: path)
                try unpack(entries[index], as: Self.name(of: path), in: parent.number)
            case .link(_, let path, let target): try link(path, to: target)
            case .markRemoved(let path):
                let parent = try openParent(of: path)
                try systemCall("mknodat", path) { mknodat(parent.number, Self.name(of: path), S_IFCHR, 0) }
            case .markOpaque(let path):
                let folder = try openFolder(Self.parts(of: path)[...])
                try markOpaque(folder.number)
            }
        }
    }

    private static func parts(of path: String) -> [String] { path.split(separator: "/").map(String.init) }

    private static func name(of path: String) -> String { parts(of: path).last ?? "" }

    private func openParent(of path: String) throws -> FileDescriptor {
        try openFolder(Self.parts(of: path).dropLast())
    }

    private func link(_ path: String, to target: String) throws {
        let parent = try openParent(of: path)
        let folder = try openParent(of: target)
        unlinkat(parent.number, Self.name(of: path), 0)
        try systemCall("linkat", path) {
            linkat(folder.number, Self.name(of: target), parent.number, Self.name(of: path), 0)
        }
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
        // What an earlier entry left here, perhaps a link, is replaced and not followed. (A folder stays.)
        unlinkat(parent, name, 0)
        if entry.kind == .folder {
            try tolerating(EEXIST) { () throws(SystemCallError) in
                try systemCall("mkdirat", entry.name) { mkdirat(parent, name, 0o755) }
            }
        } else {
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
        case .fifo: try systemCall("mknodat", entry.name) { mknodat(parent, name, S_IFIFO | 0o600, 0) }
        case .characterDevice, .blockDevice:
            let kind = entry.kind == .blockDevice ? S_IFBLK : S_IFCHR
            let device = clinux_makedev(
                UInt32(truncatingIfNeeded: entry.major), UInt32(truncatingIfNeeded: entry.minor))
            if isPrivileged {
                try systemCall("mknodat", entry.name) { mknodat(parent, name, kind | 0o600, device) }
            }
        case .folder, .hardLink: break
        }
    }

    private func setOwnerAndMode(_ entry: TarEntry, _ name: String, _ parent: Int32) throws {
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

    private func markOpaque(_ folder: Int32) throws {
        // Without root the trusted names can't be set; overlay is then mounted with `userxattr`.
        let attribute = isPrivileged ? "trusted.overlay.opaque" : "user.overlay.opaque"
        try systemCall("fsetxattr") { clinux_fsetxattr(folder, attribute, "y", 1) }
    }
}

extension LayerEntry {
    init(_ entry: TarEntry) {
        let kind: Kind =
            switch entry.kind {
            case .file: .file
            case .folder: .folder
            case .symbolicLink: .symbolicLink
            case .hardLink: .hardLink
            case .fifo, .characterDevice, .blockDevice: .special
            }
        self.init(entry.name, kind, target: entry.target)
    }
}
