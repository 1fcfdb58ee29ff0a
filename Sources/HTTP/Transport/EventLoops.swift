package import NIOCore
import NIOPosix
import Synchronization

/// The threads that wait for sockets: one group for the whole process.
///
/// Two loops carry a node's traffic easily; each further one costs memory. A connection belongs to one loop for its
/// life, and the task that serves it runs on the same thread (``LoopExecutor``): a request is read, answered and
/// written without a change of threads.
package enum EventLoops {
    private static let count = Mutex(min(2, System.coreCount))

    package static let shared: any EventLoopGroup = MultiThreadedEventLoopGroup(
        numberOfThreads: count.withLock(\.self))

    /// For a process whose own work is to run on the thread of its sockets, too: nothing passes from thread to thread
    /// then. Before anything else is done with sockets.
    package static func useOnlyOne() -> LoopExecutor {
        count.withLock { $0 = 1 }
        return LoopExecutor(shared.next())
    }
}

/// Runs a task's steps on an event loop.
package final class LoopExecutor: TaskExecutor {
    private let loop: any EventLoop

    package init(_ loop: any EventLoop) { self.loop = loop }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        loop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}

extension NIOLoopBound {
    /// At once, if that is where this runs. For HTTP and GRPC only.
    package func onLoop(_ body: @escaping @Sendable (Value) -> Void) {
        if eventLoop.inEventLoop { return body(value) }
        eventLoop.execute { [self] in body(value) }
    }
}
