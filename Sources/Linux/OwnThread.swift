internal import Glibc

/// Runs `body` on a thread of its own and waits, blocking the caller's: for milliseconds of work that needs a
/// state which belongs to threads (a namespace), and must not be left to a thread of a pool.
package func onOwnThread<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) throws -> Value {
    let work = Work(body)
    var thread = pthread_t()
    let code = pthread_create(&thread, nil, runWork, Unmanaged.passRetained(work).toOpaque())
    guard code == 0 else { throw SystemCallError("pthread_create", errno: code) }
    pthread_join(thread, nil)
    guard let result = work.result as? Result<Value, any Error> else { preconditionFailure("the thread left a result") }
    return try result.get()
}

/// Runs `body`, which may block, on a thread of its own, and meanwhile lets the caller's thread do other things.
package func blocking<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Value, any Error>) in
        do { try detachThread { continuation.resume(with: Result(catching: body)) } } catch {
            continuation.resume(throwing: error)
        }
    }
}

/// Runs `body`, which may block, on a thread that nobody waits for.
func detachThread(_ body: @escaping @Sendable () -> Void) throws(SystemCallError) {
    let work = Work(body)
    var thread = pthread_t()
    let code = pthread_create(&thread, nil, runWork, Unmanaged.passRetained(work).toOpaque())
    guard code == 0 else { throw SystemCallError("pthread_create", errno: code) }
    pthread_detach(thread)
}

/// What a thread does, and what came of it. Written by that thread only, read after it has ended.
private final class Work: @unchecked Sendable {
    let run: (Work) -> Void
    var result: Any?

    init<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) {
        run = { $0.result = Result { try body() } }
    }
}

private func runWork(_ pointer: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let pointer else { return nil }
    let work = Unmanaged<Work>.fromOpaque(pointer).takeRetainedValue()
    work.run(work)
    return nil
}
