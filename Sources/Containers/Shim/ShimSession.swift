package import Linux

/// A connection to a shim that lasts as long as a process: a command, an attachment, a wait.
package final class ShimSession: Sendable {
    package let process: ProcessID
    private let socket: FileDescriptor
    /// The command's terminal, when it has one.
    package let terminal: Int32?

    init(process: ProcessID, socket: Int32, terminal: Int32?) {
        self.process = process
        self.socket = FileDescriptor(owning: socket)
        self.terminal = terminal
    }

    deinit {
        if let terminal { _ = FileDescriptor(owning: terminal) }
    }

    /// Waits for the end.
    /// - Returns: the status; nil when the shim itself has ended.
    package func exitStatus() async throws -> ExitStatus? {
        try await Poller.shared.ready(socket.number, for: .reading)
        let bytes = try socket.read(upTo: 4)
        return bytes.count == 4 ? bytes.number(at: 0) : nil
    }

    /// Sends a signal to the process.
    package func signal(_ number: Int32) throws { try order("s", UInt16(truncatingIfNeeded: number), 0) }

    /// Tells the container's terminal how large the client's is.
    package func resize(rows: UInt16, columns: UInt16) throws {
        if let terminal { return try setTerminalSize(of: terminal, rows: rows, columns: columns) }
        try order("w", rows, columns)
    }

    private func order(_ kind: Unicode.Scalar, _ first: UInt16, _ second: UInt16) throws {
        var bytes: [UInt8] = []
        bytes.append(number: kind.value)
        for value in [first, second] { withUnsafeBytes(of: value) { bytes.append(contentsOf: $0) } }
        // The process may have ended meanwhile.
        try tolerating(brokenPipe) { () throws(SystemCallError) in
            try sendFDs([], with: bytes, over: socket.number)
        }
    }
}
