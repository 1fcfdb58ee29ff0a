import NIOCore

/// Closes a connection whose peer owes something and doesn't say anything for too long.
///
/// Moving the deadline only sets a field: the timer itself looks again when it fires. On the event loop only.
final class IdleTimer {
    private let timeout: TimeAmount
    private let context: ChannelHandlerContext
    private var deadline: NIODeadline
    private var isPaused = false
    private var scheduled: Scheduled<Void>?

    init(_ timeout: TimeAmount, on context: ChannelHandlerContext) {
        self.timeout = timeout
        self.context = context
        deadline = .now() + timeout
        schedule()
    }

    /// The peer said something.
    func postpone() { deadline = .now() + timeout }

    /// It is our turn: the peer owes nothing.
    func pause() { isPaused = true }

    func resume() {
        isPaused = false
        postpone()
    }

    func cancel() { scheduled?.cancel() }

    private func schedule() {
        let next = isPaused ? .now() + timeout : deadline
        scheduled = context.eventLoop.assumeIsolated().scheduleTask(deadline: next) { [weak self] in
            self?.fire()
        }
    }

    private func fire() {
        if !isPaused, NIODeadline.now() >= deadline { context.close(promise: nil) } else { schedule() }
    }
}
