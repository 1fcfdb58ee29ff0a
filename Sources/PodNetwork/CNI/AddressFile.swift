internal import Glibc
internal import Linux
internal import Schema

/// A pool of addresses that outlives the plugin's process, in a file that several of them may want at once.
struct AddressFile: Sendable {
    let folder: String
    let subnet: IPv4Subnet

    /// Reads the pool, lets `body` change it and writes it back; meanwhile nobody else does.
    func update<Value>(_ body: (inout AddressPool) throws -> Value) throws -> Value {
        try makeFolder(folder)
        let lock = try FileDescriptor(open: "\(folder)/lock", O_RDWR | O_CREAT)
        try take(lock)
        let before = AddressPool(subnet: subnet, parsing: fileExists(path) ? try readText(path) : "")
        var pool = before
        let value = try body(&pool)
        // Replaced in one step: a reader after a crash sees the old contents or the new.
        if pool != before { try replaceFile(path, with: Array(pool.text.utf8)) }
        return value
    }

    private var path: String { "\(folder)/addresses" }

    private func take(_ lock: borrowing FileDescriptor) throws {
        try systemCall("flock", folder) { flock(lock.number, LOCK_EX) }
    }
}
