internal import CLinux
internal import Glibc

/// The one owner of an open descriptor, which is closed when the owner goes away.
///
/// Descriptors are close-on-exec from the start, so that none leaks into a container.
package struct FileDescriptor: ~Copyable, Sendable {
    package let number: Int32

    /// Takes over a descriptor that nobody else closes.
    package init(owning number: Int32) { self.number = number }

    deinit { close(number) }

    /// Gives the descriptor away; whoever takes it closes it.
    package consuming func release() -> Int32 {
        let number = number
        discard self
        return number
    }

    package init(open path: String, _ flags: Int32, mode: UInt32 = 0o644) throws(SystemCallError) {
        self.init(owning: try systemCall("open", path) { Glibc.open(path, flags | O_CLOEXEC, mode) })
    }

    /// A second descriptor for what somebody else's refers to.
    package init(duplicating number: Int32) throws(SystemCallError) {
        self.init(owning: try systemCall("fcntl") { fcntl(number, F_DUPFD_CLOEXEC, 0) })
    }

    /// Both ends of a pipe.
    package static func pipe(flags: Int32 = 0) throws(SystemCallError) -> Pipe {
        var ends: [Int32] = [-1, -1]
        try systemCall("pipe2") { clinux_pipe2(&ends, O_CLOEXEC | flags) }
        return Pipe(reading: FileDescriptor(owning: ends[0]), writing: FileDescriptor(owning: ends[1]))
    }

    /// Closes it before its owner goes away, so that the other side sees the end.
    package consuming func closeNow() {}

    package func duplicate() throws(SystemCallError) -> FileDescriptor {
        try FileDescriptor(duplicating: number)
    }

    /// At most `count` bytes; none at the end of the file. Blocks, or throws EAGAIN on a non-blocking descriptor.
    package func read(upTo count: Int) throws(SystemCallError) -> [UInt8] {
        try readBytes(number, upTo: count)
    }

    /// Writes all of the bytes, however many calls that takes.
    package func write(_ bytes: some Collection<UInt8>) throws(SystemCallError) {
        try writeBytes(number, bytes)
    }

    /// Makes the file so long, with zeros, on disk space that is taken for it now. Where the file system can't do that,
    /// nothing happens.
    package func allocate(_ length: Int) throws(SystemCallError) {
        guard clinux_fallocate(number, length) < 0, errno != EOPNOTSUPP else { return }
        throw SystemCallError("fallocate", errno: errno)
    }

    /// Writes all of the bytes at a place of the file, wherever others write meanwhile.
    package func write(_ bytes: [UInt8], at offset: Int) throws(SystemCallError) {
        var written = 0
        while written < bytes.count {
            written += try systemCall("pwrite") {
                bytes.withUnsafeBytes { all in
                    let rest = UnsafeRawBufferPointer(rebasing: all[written...])
                    return pwrite(number, rest.baseAddress, rest.count, offset + written)
                }
            }
        }
    }

    /// As many bytes from a place of the file as are there, `count` at most.
    package func read(upTo count: Int, at offset: Int) throws(SystemCallError) -> [UInt8] {
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, length in
            while length < count {
                let rest = UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: buffer[length...]))
                let received = pread(number, rest.baseAddress, rest.count, offset + length)
                if received < 0, errno == EINTR { continue }
                if received < 0 { failure = errno }
                if received <= 0 { return }
                length += received
            }
        }
        if failure != 0 { throw SystemCallError("pread", errno: failure) }
        return bytes
    }

    /// The disk gets back what this part of the file took; zeros are read there from now on. Where the file system can't
    /// do that, nothing happens.
    package func punchHole(_ range: Range<Int>) throws(SystemCallError) {
        guard clinux_punch_hole(number, range.lowerBound, range.count) < 0, errno != EOPNOTSUPP else { return }
        throw SystemCallError("fallocate", errno: errno)
    }

    package func setNonBlocking() throws(SystemCallError) {
        let flags = try systemCall("fcntl") { fcntl(number, F_GETFL) }
        try systemCall("fcntl") { fcntl(number, F_SETFL, flags | O_NONBLOCK) }
    }
}

package struct Pipe: ~Copyable, Sendable {
    package var reading: FileDescriptor
    package var writing: FileDescriptor

    /// The reading end alone; the other is closed.
    package consuming func keepReading() -> FileDescriptor { reading }
    package consuming func keepWriting() -> FileDescriptor { writing }

    /// Gives both away; whoever takes them closes them.
    package consuming func release() -> (reading: Int32, writing: Int32) { (reading.release(), writing.release()) }
}

func readBytes(_ number: Int32, upTo count: Int) throws(SystemCallError) -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: count)
    let received = try systemCall("read") { Glibc.read(number, &buffer, count) }
    buffer.removeLast(count - received)
    return buffer
}

func writeBytes(_ number: Int32, _ bytes: some Collection<UInt8>) throws(SystemCallError) {
    let bytes = Array(bytes)
    var written = 0
    while written < bytes.count {
        written += try systemCall("write") {
            bytes.withUnsafeBytes { Glibc.write(number, $0.baseAddress.map { $0 + written }, bytes.count - written) }
        }
    }
}
