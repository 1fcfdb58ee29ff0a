internal import Glibc
internal import Synchronization

/// A pipe, socket or terminal that several tasks read and write without holding a thread while they wait.
package final class AsyncDescriptor: Sendable {
    private let descriptor: Mutex<FileDescriptor?>
    package let number: Int32

    /// Takes the descriptor over, and makes it non-blocking.
    package init(_ descriptor: consuming FileDescriptor) throws(SystemCallError) {
        try descriptor.setNonBlocking()
        number = descriptor.number
        self.descriptor = Mutex(descriptor)
    }

    /// The next bytes; none at the end.
    /// - Parameter latch: once it is open, what is there is still read, but nothing more is waited for.
    package func read(upTo count: Int = 32 * 1024, until latch: Latch? = nil) async throws -> [UInt8] {
        while true {
            // The latch first: what was written before it opened is found by the read.
            let isOver = latch?.isOpen ?? false
            do throws(SystemCallError) { return try readBytes(number, upTo: count) } catch {
                if error.errno == EIO { return [] }  // a terminal that no process has open any more
                if error.errno != EAGAIN { throw error }
            }
            if isOver { return [] }
            try await wait(latch)
        }
    }

    private func wait(_ latch: Latch?) async throws {
        guard let latch else { return try await Poller.shared.ready(number, for: .reading) }
        try await withThrowingTaskGroup(of: Void.self) { [number] group in
            group.addTask { try await Poller.shared.ready(number, for: .reading) }
            group.addTask { await latch.wait() }
            try await group.next()
            group.cancelAll()
            // The other one's cancellation is no error.
            while (try? await group.next()) != nil {}
        }
        try Task.checkCancellation()
    }

    /// Writes all of the bytes, waiting for room.
    package func write(_ bytes: [UInt8]) async throws {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                Glibc.write(number, buffer.baseAddress.map { $0 + written }, buffer.count - written)
            }
            if count >= 0 {
                written += count
            } else if errno == EAGAIN {
                try await Poller.shared.ready(number, for: .writing)
            } else if errno != EINTR {
                throw SystemCallError("write", errno: errno)
            }
        }
    }

    /// No more is written to a socket; the other side may go on.
    package func finishWriting() { shutdown(number, Int32(SHUT_WR)) }

    /// Nobody may be reading or writing it.
    package func close() { descriptor.withLock { $0 = nil } }
}

/// A door that opens once, for all who wait before it.
package final class Latch: Sendable {
    private struct State {
        var isOpen = false
        var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
        var next = 0
    }

    private let state = Mutex(State())

    package init() {}

    package var isOpen: Bool { state.withLock(\.isOpen) }

    package func open() {
        let waiting = state.withLock { state in
            state.isOpen = true
            defer { state.waiting = [:] }
            return Array(state.waiting.values)
        }
        for continuation in waiting { continuation.resume() }
    }

    /// Returns when it is open, or the task is cancelled.
    package func wait() async {
        let number = state.withLock { state in
            state.next += 1
            return state.next
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let mayGoOn = state.withLock { state in
                    if state.isOpen || Task.isCancelled { return true }
                    state.waiting[number] = continuation
                    return false
                }
                if mayGoOn { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: number) }?.resume()
        }
    }
}
