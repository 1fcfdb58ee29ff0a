internal import CLinux
internal import Glibc
internal import Synchronization

/// Waits for descriptors without holding a thread each: one thread, one epoll, and a continuation for each waiter.
///
/// Every wait registers a duplicate of the descriptor, so that several may wait for the same one, and the owner may
/// close its own meanwhile (the wait then goes on until the other side closes, or until it is cancelled).
package final class Poller: Sendable {
    package enum Event: Sendable { case reading, writing }

    package static let shared = Poller()

    private typealias Waiter = CheckedContinuation<Void, any Error>
    private let epoll: Int32
    /// By the number of the duplicate.
    private let waiters = Mutex<[Int32: Waiter]>([:])

    private init() {
        epoll = clinux_epoll_create()
        precondition(epoll >= 0, "the kernel gives an epoll descriptor")
        var thread = pthread_t()
        let code = pthread_create(&thread, nil, pollForever, Unmanaged.passRetained(self).toOpaque())
        precondition(code == 0, "the kernel gives a thread")
        pthread_detach(thread)
    }

    /// Returns when a call on the descriptor wouldn't block: there are bytes or room, or the other side has closed.
    package func ready(_ descriptor: Int32, for event: Event) async throws {
        let duplicate = try systemCall("fcntl") { fcntl(descriptor, F_DUPFD_CLOEXEC, 0) }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { add(duplicate, event, $0) }
        } onCancel: {
            finish(duplicate, .failure(CancellationError()))
        }
    }

    /// Registration and removal happen under the lock: a number that was closed may be somebody else's already.
    private func add(_ duplicate: Int32, _ event: Event, _ waiter: Waiter) {
        let failure: (any Error)? = waiters.withLock { waiters in
            if Task.isCancelled { return CancellationError() }
            if clinux_epoll_add(epoll, duplicate, event == .writing ? 1 : 0) != 0 {
                return SystemCallError("epoll_ctl", errno: errno)
            }
            waiters[duplicate] = waiter
            return nil
        }
        guard let failure else { return }
        close(duplicate)
        // A regular file is always ready: epoll says EPERM.
        if let error = failure as? SystemCallError, error.errno == EPERM { return waiter.resume() }
        waiter.resume(throwing: failure)
    }

    private func finish(_ duplicate: Int32, _ result: Result<Void, any Error>) {
        let waiter = waiters.withLock { waiters in
            guard let waiter = waiters.removeValue(forKey: duplicate) else { return Waiter?.none }
            _ = clinux_epoll_remove(epoll, duplicate)
            close(duplicate)
            return waiter
        }
        waiter?.resume(with: result)
    }

    fileprivate func run() {
        var ready = [Int32](repeating: -1, count: 64)
        while true {
            let count = clinux_epoll_wait(epoll, &ready, Int32(ready.count))
            for duplicate in ready.prefix(Int(max(0, count))) { finish(duplicate, .success(())) }
        }
    }
}

private func pollForever(_ pointer: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let pointer else { return nil }
    Unmanaged<Poller>.fromOpaque(pointer).takeRetainedValue().run()
    return nil
}
