internal import Glibc

/// Copies a folder's contents over another's, with modes, owners and links. A device 0/0 in the source removes what has
/// its name in the target: overlay's mark.
package func copyTree(_ source: String, over target: String) throws {
    for name in try listFolder(source) {
        let (from, to) = ("\(source)/\(name)", "\(target)/\(name)")
        var status = stat()
        try systemCall("lstat", from) { lstat(from, &status) }
        let kind = status.st_mode & S_IFMT
        if kind != S_IFDIR { try removeTree(to) }
        switch kind {
        case S_IFDIR:
            try makeFolder(to)
            try copyTree(from, over: to)
        case S_IFREG: try copyFile(from, to)
        case S_IFLNK: try systemCall("symlink", to) { symlink(readLink(from), to) }
        case S_IFCHR where status.st_rdev == 0: continue
        default: try systemCall("mknod", to) { mknod(to, status.st_mode, status.st_rdev) }
        }
        if geteuid() == 0 { try systemCall("lchown", to) { lchown(to, status.st_uid, status.st_gid) } }
        if kind != S_IFLNK { try systemCall("chmod", to) { chmod(to, status.st_mode & 0o7777) } }
    }
}

private func copyFile(_ source: String, _ target: String) throws(SystemCallError) {
    let from = try FileDescriptor(open: source, O_RDONLY)
    let to = try FileDescriptor(open: target, O_WRONLY | O_CREAT | O_TRUNC, mode: 0o600)
    while true {
        let part = try from.read(upTo: 256 * 1024)
        if part.isEmpty { return }
        try to.write(part)
    }
}

/// Where a symbolic link leads; empty for anything else.
package func readLink(_ path: String) -> String {
    var buffer = [CChar](repeating: 0, count: 4096)
    let length = readlink(path, &buffer, buffer.count)
    return String(decoding: buffer.prefix(max(0, length)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

/// Bytes and files in a tree, links not followed.
package func treeSize(_ path: String) throws -> (bytes: UInt64, files: UInt64) {
    var total = (bytes: UInt64(0), files: UInt64(0))
    for name in try listFolder(path) {
        var status = stat()
        guard lstat("\(path)/\(name)", &status) == 0 else { continue }
        total.bytes += UInt64(status.st_blocks) * 512
        total.files += 1
        guard status.st_mode & S_IFMT == S_IFDIR, let below = try? treeSize("\(path)/\(name)") else { continue }
        total.bytes += below.bytes
        total.files += below.files
    }
    return total
}

package func setMode(_ path: String, _ mode: UInt32) throws(SystemCallError) {
    try systemCall("chmod", path) { chmod(path, mode) }
}
