internal import Glibc
internal import Synchronization

extension Spawn {
    /// Starts the program from a thread of its own, which waits with it for its end.
    ///
    /// The kernel sends the parent-death signal when the *thread* ends that has started the program, and the threads of a
    /// pool end when they have had nothing to do for some seconds: a program that is meant to live as long as this process
    /// would be killed at some odd moment.
    package func startFromLastingThread() throws -> ProcessID {
        let (reading, writing) = try FileDescriptor.pipe().release()
        let started = Started()
        let keep: @Sendable () -> Void = {
            let result = Result { try start() }
            started.result.withLock { $0 = result }
            close(writing)
            guard case .success(let process) = result else { return }
            var ending = siginfo_t()
            // Left for whoever asks for its status.
            _ = waitid(P_PID, id_t(process), &ending, WEXITED | WNOWAIT)
        }
        do { try detachThread(keep) } catch {
            close(writing)
            close(reading)
            throw error
        }
        // Until the other end is closed.
        var nothing: UInt8 = 0
        while read(reading, &nothing, 1) < 0, errno == EINTR {}
        close(reading)
        guard let result = started.result.withLock({ $0 }) else { preconditionFailure("the thread left a result") }
        return try result.get()
    }
}

private final class Started: Sendable {
    let result = Mutex<Result<ProcessID, any Error>?>(nil)
}
