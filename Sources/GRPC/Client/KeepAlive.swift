import NIOCore

/// A server that stands still keeps its connections open, and whoever calls it would wait. So as long as calls are under
/// way the connection is asked for a sign of life now and then (PING, RFC 9113, section 6.7); if the last question isn't
/// answered when the next one is due, the connection is given up, and its calls end.
///
/// Go's servers turn away who asks too often, or without a call: etcd allows a question every five seconds.
final class KeepAlive {
    private let interval: TimeAmount
    private let connection: HTTP2Connection
    private var isWaiting = false
    private var next: Scheduled<Void>?

    init(every interval: Duration, of connection: HTTP2Connection) {
        self.interval = TimeAmount(interval)
        self.connection = connection
    }

    /// On the event loop.
    func begin(on channel: any Channel) {
        connection.onPong = { [weak self] in self?.isWaiting = false }
        connection.onClose = { [self] in next?.cancel() }
        schedule(channel)
    }

    private func schedule(_ channel: any Channel) {
        next = channel.eventLoop.assumeIsolated().scheduleTask(in: interval) { [self] in
            if isWaiting { return channel.close(promise: nil) }
            if connection.hasStreams {
                isWaiting = true
                connection.ping()
            }
            schedule(channel)
        }
    }
}
