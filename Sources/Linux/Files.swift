internal import Glibc

// Files and folders by path, without Foundation (which costs every process 15 MB).
//
// What must survive a crash is written with ``replaceFile(_:with:mode:)``: a reader sees the old contents or the new,
// never a half.

package func readFile(_ path: String) throws(SystemCallError) -> [UInt8] {
    let file = try FileDescriptor(open: path, O_RDONLY)
    var contents: [UInt8] = []
    while true {
        let part = try file.read(upTo: 64 * 1024)
        if part.isEmpty { return contents }
        contents += part
    }
}

/// The text of a small file without the line break at its end: what files in /proc and /sys hold.
package func readText(_ path: String) throws(SystemCallError) -> String {
    var bytes = try readFile(path)
    if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
}

package func writeFile(_ path: String, _ bytes: some Collection<UInt8>, mode: UInt32 = 0o644) throws(SystemCallError) {
    try FileDescriptor(open: path, O_WRONLY | O_CREAT | O_TRUNC, mode: mode).write(bytes)
}

package func writeFile(_ path: String, _ text: String, mode: UInt32 = 0o644) throws(SystemCallError) {
    try writeFile(path, Array(text.utf8), mode: mode)
}

/// Writes into a file that must be there: the kernel's control files, in /proc, /sys and cgroups.
package func writeControl(_ path: String, _ text: String) throws(SystemCallError) {
    do { try FileDescriptor(open: path, O_WRONLY).write(Array(text.utf8)) } catch {
        throw SystemCallError(error.call, path, errno: error.errno)
    }
}

/// Writes a file beside the old one and renames it over it.
/// - Parameter durable: the contents are on the disk before the name changes.
package func replaceFile(
    _ path: String, with bytes: [UInt8], mode: UInt32 = 0o644, durable: Bool = false
) throws(SystemCallError) {
    let beside = "\(path).\(getpid()).new"
    let file = try FileDescriptor(open: beside, O_WRONLY | O_CREAT | O_TRUNC, mode: mode)
    try file.write(bytes)
    if durable { try systemCall("fdatasync", beside) { fdatasync(file.number) } }
    try systemCall("rename", path) { rename(beside, path) }
}

package func fileExists(_ path: String) -> Bool { access(path, F_OK) == 0 }

package func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
}

/// Makes the folder and those above it; one that is there is fine.
package func makeFolder(_ path: String, mode: UInt32 = 0o755) throws(SystemCallError) {
    if mkdir(path, mode) == 0 || (errno == EEXIST && isFolder(path)) { return }
    guard errno == ENOENT, let slash = path.dropLast().lastIndex(of: "/"), slash > path.startIndex else {
        throw SystemCallError("mkdir", path, errno: errno)
    }
    try makeFolder(String(path[..<slash]), mode: mode)
    if mkdir(path, mode) != 0 && errno != EEXIST { throw SystemCallError("mkdir", path, errno: errno) }
}

/// A new folder below `/tmp`, which only this user can read; the caller removes it.
/// - Parameter prefix: its name begins so: `dinghy-stage`.
package func makeTemporaryFolder(_ prefix: String) throws(SystemCallError) -> String {
    var template = Array("/tmp/\(prefix)-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw SystemCallError("mkdtemp", "/tmp", errno: errno) }
    return String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
}

/// The names in a folder, sorted, without `.` and `..`.
package func listFolder(_ path: String) throws(SystemCallError) -> [String] {
    guard let folder = opendir(path) else { throw SystemCallError("opendir", path, errno: errno) }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
            tuple.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
}

/// Removes a file, or a folder with all that is in it; what isn't there is fine. Links are removed, not followed,
/// and what is mounted below stays (EBUSY).
package func removeTree(_ path: String) throws(SystemCallError) {
    if unlink(path) == 0 || errno == ENOENT || errno == ENOTDIR { return }
    guard errno == EISDIR || errno == EPERM else { throw SystemCallError("unlink", path, errno: errno) }
    // Overlay leaves folders that not even their owner may read, unless the owner is root.
    if access(path, R_OK | X_OK) != 0 { chmod(path, 0o700) }
    // Somebody else may be removing it, too.
    var names: [String] = []
    try tolerating(ENOENT) { () throws(SystemCallError) in names = try listFolder(path) }
    for name in names { try removeTree("\(path)/\(name)") }
    if rmdir(path) != 0 && errno != ENOENT { throw SystemCallError("rmdir", path, errno: errno) }
}

/// Removes an empty folder; one that isn't there is fine.
package func removeFolder(_ path: String) throws(SystemCallError) {
    try tolerating(ENOENT) { () throws(SystemCallError) in try systemCall("rmdir", path) { rmdir(path) } }
}

/// Does something that no two processes may do at once. Waits, blocking, for whoever holds the lock; a process that
/// ends gives it back.
package func withFileLock<Value>(_ path: String, _ body: () throws -> Value) throws -> Value {
    let file = try FileDescriptor(open: path, O_RDWR | O_CREAT, mode: 0o600)
    try systemCall("flock", path) { flock(file.number, LOCK_EX) }
    return try body()
}
