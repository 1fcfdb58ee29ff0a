import Schema

/// How long a container that keeps ending waits for its next start: 10 s, twice as long each time, at most 5 minutes.
///
/// ```
///   end no.           1    2    3    4    5    6    7 …
///   wait, seconds     0   10   20   40   80  160  300 …
/// ```
/// The first successor comes at once. After ten minutes of running all is forgiven, and it begins anew.
/// Source: kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle, "How Pods handle problems with containers".
package struct CrashLoopBackOff: Sendable, Hashable {
    static let initial = 10
    static let maximum = 300
    static let healthy = 600

    /// In a row, without a good run between them.
    package private(set) var restarts = 0

    package init() {}

    /// Seconds to wait after the n-th failure in a row that has to wait; `count` may be any number from 1 on.
    static func delay(count: Int) -> Int {
        // lab 08.2: begin
        count >= 6 ? maximum : min(maximum, initial << max(0, count - 1))
        // lab 08.2: end
    }

    /// When a container that ran from `start` to `end` may be started again.
    func earliestRestart(start: Time, end: Time) -> Time {
        // lab 08.2: begin
        restarts == 0 || end - start >= Self.healthy ? end : end + Self.delay(count: restarts)
        // lab 08.2: end
    }

    /// Seconds that the next restart has to wait, for the message.
    var currentDelay: Int { Self.delay(count: max(1, restarts)) }

    /// It was restarted, after it had run for so long.
    package mutating func restarted(afterRunning seconds: Int) {
        // lab 08.2: begin
        restarts = seconds >= Self.healthy ? 1 : restarts + 1
        // lab 08.2: end
    }
}
