import Glibc
import Linux

/// The process's own input and output, as bytes.
enum Standard {
    static func write(_ bytes: [UInt8], to descriptor: Int32 = STDOUT_FILENO) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            guard count > 0 else { throw SystemCallError("write", errno: errno) }
            rest = rest.dropFirst(count)
        }
    }

    /// What comes next on standard input, without holding a thread; nil at its end.
    static func read() async throws -> [UInt8]? {
        try await Poller.shared.ready(STDIN_FILENO, for: .reading)
        var buffer = [UInt8](repeating: 0, count: 32 << 10)
        let count = Glibc.read(STDIN_FILENO, &buffer, buffer.count)
        guard count >= 0 else { throw SystemCallError("read", errno: errno) }
        return count == 0 ? nil : Array(buffer[..<count])
    }
}
