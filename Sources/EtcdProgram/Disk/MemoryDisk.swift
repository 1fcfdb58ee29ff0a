internal import Glibc
internal import Linux
internal import Synchronization

/// A disk that is not one: for tests and simulations. It can be full, fail, and lose power.
package final class MemoryDisk: Disk {
    fileprivate struct File {
        var bytes: [UInt8] = []
        var allocated = 0
        /// How much of it a power cut leaves.
        var durable = 0

        var size: Int { max(bytes.count, allocated) }

        /// What is read of it, if so much was written: behind that zeros stand, where space is allocated.
        func contents(_ length: Int) -> [UInt8] {
            bytes.prefix(length) + [UInt8](repeating: 0, count: min(100, max(0, allocated - length)))
        }

        /// Allocated and not written.
        var spare: Int { max(0, allocated - bytes.count) }
    }

    fileprivate struct State {
        var files: [String: File] = [:]
        var capacity = Int.max
        var failure: Int32?

        var size: Int { files.values.reduce(0) { $0 + $1.size } }
    }

    fileprivate let state = Mutex(State())

    package init(capacity: Int = .max) {
        state.withLock { $0.capacity = capacity }
    }

    /// In bytes. Less than there is means that nothing more fits.
    package func setCapacity(_ capacity: Int) { state.withLock { $0.capacity = capacity } }
    package var size: Int { state.withLock { $0.size } }

    /// From now on every write fails with this `errno`; nil: it works again.
    package func fail(_ errno: Int32?) { state.withLock { $0.failure = errno } }

    /// Turns a bit around, as disks do now and then.
    package func flipBit(of name: String, at offset: Int) { state.withLock { $0.files[name]?.bytes[offset] ^= 1 } }

    /// The disk as it is found after a power cut at this moment; some of the zeros of allocated space show.
    package func afterPowerCut() -> MemoryDisk {
        let disk = MemoryDisk()
        let files = state.withLock {
            $0.files.mapValues { file in
                File(bytes: file.contents(file.durable), durable: file.durable)
            }
        }
        disk.state.withLock { $0.files = files }
        return disk
    }

    package func names() -> [String] { state.withLock { $0.files.keys.sorted() } }

    package func read(_ name: String) throws -> [UInt8] {
        try state.withLock { state in
            guard let file = state.files[name] else { throw SystemCallError("open", name, errno: ENOENT) }
            return file.contents(file.bytes.count)
        }
    }

    package func create(_ name: String) throws -> any DiskFile {
        try write(name) { $0.files[name] = File() }
        return MemoryFile(disk: self, name: name)
    }

    package func open(_ name: String, length: Int) throws -> any DiskFile {
        let file = MemoryFile(disk: self, name: name)
        try file.truncate(to: length)
        return file
    }

    package func rename(_ name: String, to newName: String) throws {
        try write(name) { state in
            let file = state.files.removeValue(forKey: name)
            state.files[newName] = file
        }
    }

    package func remove(_ name: String) throws { state.withLock { $0.files[name] = nil } }
    package func syncNames() throws {}

    package func scratchFile() -> (any ScratchFile)? { nil }

    package func perform<Value: Sendable>(_ calls: @escaping @Sendable () throws -> Value) async throws -> Value {
        try calls()
    }

    package func performBeside<Value: Sendable>(
        _ calls: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try calls()
    }

    fileprivate func write(_ name: String, _ change: (inout State) -> Void) throws {
        try state.withLock { state in
            if let failure = state.failure { throw SystemCallError("write", name, errno: failure) }
            change(&state)
        }
    }
}

private struct MemoryFile: DiskFile {
    let disk: MemoryDisk
    let name: String

    /// As on a real disk that fills up, what still fits is written before the failure shows.
    func append(_ bytes: [UInt8]) throws {
        var fits = bytes.count
        try disk.write(name) { state in
            let file = state.files[name] ?? .init()
            let free = state.capacity == .max ? Int.max : state.capacity - state.size + file.spare
            fits = max(0, min(bytes.count, free))
            state.files[name, default: .init()].bytes += bytes.prefix(fits)
        }
        if fits < bytes.count { throw SystemCallError("write", name, errno: ENOSPC) }
    }

    func sync() throws {
        try disk.write(name) { state in
            let length = state.files[name]?.bytes.count ?? 0
            state.files[name]?.durable = length
        }
    }

    func truncate(to length: Int) throws {
        try disk.write(name) { state in
            guard let file = state.files[name] else { return }
            state.files[name]?.bytes.removeLast(max(0, file.bytes.count - length))
            state.files[name]?.durable = min(file.durable, length)
            state.files[name]?.allocated = min(file.allocated, length)
        }
    }

    func allocate(_ length: Int) throws {
        var fits = true
        try disk.write(name) { state in
            let more = length - (state.files[name]?.size ?? 0)
            fits = state.capacity == .max || more <= state.capacity - state.size
            if fits { state.files[name]?.allocated = length }
        }
        if !fits { throw SystemCallError("fallocate", name, errno: ENOSPC) }
    }
}
