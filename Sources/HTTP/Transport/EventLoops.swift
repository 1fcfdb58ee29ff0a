package import NIOCore
import NIOPosix

/// The threads that wait for sockets: one group for the whole process.
///
/// Two loops carry a node's traffic easily; each further one costs memory. A connection belongs to one loop for its
/// life, and the task that serves it runs on the same thread (``LoopExecutor``): a request is read, answered and
/// written without a change of threads.
package enum EventLoops {
    package static let shared: any EventLoopGroup = MultiThreadedEventLoopGroup(
        numberOfThreads: min(2, System.coreCount))
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
