internal import Dispatch
internal import Glibc
internal import Linux

/// A folder on a real disk, for this process alone.
package struct FolderDisk: Disk {
    package let path: String
    /// Open, and locked, as long as this disk is in use; the kernel drops the lock with the process, however it ends.
    private let lock: FolderLock
    /// One call after the other, on a thread that may block.
    private let queue = DispatchQueue(label: "disk")

    /// - Throws: ``FolderInUse`` if another process has it.
    package init(_ path: String) throws {
        try makeFolder(path, mode: 0o700)
        self.path = path
        lock = try FolderLock(path)
    }

    package func names() throws -> [String] { try listFolder(path) }

    /// In one piece of memory, because at a start the log and the snapshot are most of what there is.
    package func read(_ name: String) throws -> [UInt8] {
        let file = try FileDescriptor(open: "\(path)/\(name)", O_RDONLY)
        let length = try systemCall("lseek", name) { lseek(file.number, 0, SEEK_END) }
        return try file.read(upTo: length, at: 0)
    }

    package func create(_ name: String) throws -> any DiskFile {
        try FolderFile("\(path)/\(name)", O_WRONLY | O_CREAT | O_TRUNC)
    }

    package func open(_ name: String, length: Int) throws -> any DiskFile {
        let file = try FolderFile("\(path)/\(name)", O_WRONLY)
        try file.truncate(to: length)
        return file
    }

    package func rename(_ name: String, to newName: String) throws {
        try systemCall("rename", "\(path)/\(name)") { Glibc.rename("\(path)/\(name)", "\(path)/\(newName)") }
    }

    package func remove(_ name: String) throws {
        try systemCall("unlink", "\(path)/\(name)") { unlink("\(path)/\(name)") }
    }

    package func syncNames() throws {
        let folder = try FileDescriptor(open: path, O_RDONLY | O_DIRECTORY)
        try systemCall("fsync", path) { fsync(folder.number) }
    }

    package func scratchFile() throws -> (any ScratchFile)? { try FolderScratch("\(path)/values") }

    package func perform<Value: Sendable>(_ calls: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try calls() }) }
        }
    }

    package func performBeside<Value: Sendable>(
        _ calls: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global(qos: .utility).async { continuation.resume(with: Result { try calls() }) }
        }
    }
}

private final class FolderFile: DiskFile {
    private let descriptor: FileDescriptor
    private let path: String

    init(_ path: String, _ flags: Int32) throws {
        descriptor = try FileDescriptor(open: path, flags, mode: 0o600)
        self.path = path
    }

    /// Behind what was written, not behind what was allocated: the kernel knows the place.
    func append(_ bytes: [UInt8]) throws { try descriptor.write(bytes) }
    func sync() throws { try systemCall("fdatasync", path) { fdatasync(descriptor.number) } }

    func truncate(to length: Int) throws {
        try systemCall("ftruncate", path) { ftruncate(descriptor.number, length) }
        try systemCall("lseek", path) { lseek(descriptor.number, length, SEEK_SET) }
    }

    func allocate(_ length: Int) throws { try descriptor.allocate(length) }
}

private final class FolderScratch: ScratchFile {
    private let descriptor: FileDescriptor

    /// The name goes at once. If the process is killed before, the next one takes the file over.
    init(_ path: String) throws {
        descriptor = try FileDescriptor(open: path, O_RDWR | O_CREAT | O_TRUNC, mode: 0o600)
        try systemCall("unlink", path) { unlink(path) }
    }

    func write(_ bytes: [UInt8], at offset: Int) throws { try descriptor.write(bytes, at: offset) }
    func discard(_ range: Range<Int>) throws { try descriptor.punchHole(range) }

    func read(_ range: Range<Int>) throws -> [UInt8] {
        let bytes = try descriptor.read(upTo: range.count, at: range.lowerBound)
        if bytes.count < range.count { throw SystemCallError("pread", "the values' file", errno: ENODATA) }
        return bytes
    }
}

/// Two processes on one log would destroy it.
package struct FolderInUse: Error, CustomStringConvertible {
    let path: String
    let process: String

    package var description: String { "data directory \(path) is in use by pid \(process)" }
}

private final class FolderLock: Sendable {
    private let file: FileDescriptor

    init(_ folder: String) throws {
        file = try Self.lockedFile(folder)
    }

    private static func lockedFile(_ folder: String) throws -> FileDescriptor {
        let path = "\(folder)/lock"
        let file = try FileDescriptor(open: path, O_RDWR | O_CREAT, mode: 0o600)
        try take(file.number, path, folder: folder)
        return file
    }

    private static func take(_ number: Int32, _ path: String, folder: String) throws {
        if flock(number, LOCK_EX | LOCK_NB) != 0 {
            if errno == EWOULDBLOCK { throw FolderInUse(path: folder, process: try readText(path)) }
            throw SystemCallError("flock", path, errno: errno)
        }
        // Only for people to read: the lock itself is the kernel's.
        let text = Array("\(getpid())\n".utf8)
        try systemCall("ftruncate", path) { ftruncate(number, 0) }
        // Also on a full disk the store must start.
        if write(number, text, text.count) < 0, errno != ENOSPC { throw SystemCallError("write", path, errno: errno) }
    }
}

extension Error {
    /// True if the disk, or this user's part of it, is full.
    var isDiskFull: Bool {
        guard let error = self as? SystemCallError else { return false }
        return error.errno == ENOSPC || error.errno == EDQUOT
    }
}
