/// How long to wait before a component that has ended is started again.
///
/// The first time 100 ms, then twice as long each time, up to 10 s; a component that has run for 10 s counts as healthy
/// and begins anew. So a crash costs hardly anything, and a component that can't start doesn't use up the machine.
///
/// The kubelet treats containers the same way (10 s doubling to 5 min, reset after 10 min:
/// https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#restart-policy).
struct RestartPolicy: Hashable, Sendable {
    static let shortest = Duration.milliseconds(100)
    static let longest = Duration.seconds(10)
    static let healthy = Duration.seconds(10)

    private var next = shortest

    /// - Parameter ran: from the start to the end.
    /// - Returns: how long to wait from now on.
    mutating func delay(afterRunning ran: Duration) -> Duration {
        if ran >= Self.healthy { next = Self.shortest }
        defer { next = min(next * 2, Self.longest) }
        return next
    }
}
