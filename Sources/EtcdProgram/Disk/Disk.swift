/// Where the store keeps its files: a folder, or memory (tests, simulation).
///
/// What is appended is there after a power cut only once ``DiskFile/sync()`` has returned; a file's name, only once
/// ``syncNames()`` has.
package protocol Disk: Sendable {
    func names() throws -> [String]
    func read(_ name: String) throws -> [UInt8]
    /// A new empty file in place of whatever had the name.
    func create(_ name: String) throws -> any DiskFile
    /// The file, cut to `length` bytes, for appending.
    func open(_ name: String, length: Int) throws -> any DiskFile
    func rename(_ name: String, to newName: String) throws
    func remove(_ name: String) throws
    func syncNames() throws
    /// A file for what only this process needs, without a name, so that nothing of it is left when the process ends,
    /// however it does; nil where the bytes would be in memory anyway.
    func scratchFile() throws -> (any ScratchFile)?
    /// Runs calls that block, one after the other, where they don't keep other tasks from running.
    func perform<Value: Sendable>(_ calls: @escaping @Sendable () throws -> Value) async throws -> Value
    /// The same, beside the others: for what takes long and may.
    func performBeside<Value: Sendable>(_ calls: @escaping @Sendable () throws -> Value) async throws -> Value
}

/// A file open for appending.
package protocol DiskFile: Sendable {
    func append(_ bytes: [UInt8]) throws
    func sync() throws
    func truncate(to length: Int) throws
    /// Takes disk space for the file, up to `length` bytes. Until something is appended, zeros may stand there; a sync of
    /// what is written into such space is cheap, because the disk's own books stay as they are.
    func allocate(_ length: Int) throws
}

/// A file that only this process knows. It is never synced: what is in it need not survive.
package protocol ScratchFile: Sendable {
    func write(_ bytes: [UInt8], at offset: Int) throws
    /// All of the bytes, or it throws.
    func read(_ range: Range<Int>) throws -> [UInt8]
    /// What stands there isn't needed any more: the disk gets the space back.
    func discard(_ range: Range<Int>) throws
}

/// Nothing more fits on the disk. What was to be written is not there.
struct DiskFull: Error {}
