package import NodesContract
package import Schema

/// One node after the other: how fast pods may be evicted.
///
/// ```
///   rate 0.1:    a ├──── 10 s ────┤ b ├──── 10 s ────┤ c
/// ```
/// The first node's turn is at once. The next one's comes when the time is over that the zone's rate makes of one node, by
/// the rate that holds *then*: a zone that has become worse slows down what is waiting. Each zone has its own pace.
///
/// Source: kubernetes.io/docs/concepts/architecture/nodes, "Rate limits on eviction".
///
/// Left out compared with Kubernetes: a queue. Whoever asks first when the time has come gets the turn.
package struct EvictionPace: Sendable {
    /// By zone.
    private var last: [String: Time] = [:]

    package init() {}

    /// In how many seconds to ask again; 0: now, and the turn is taken. Nil: not as long as the zone is in this state.
    package mutating func turn(in zone: Zone, now: Time) -> Int? {
        // lab 14.6: begin
        guard zone.evictionRate > 0 else { return nil }
        if let last = last[zone.name] {
            let left = last + Int((1 / zone.evictionRate).rounded(.up)) - now
            if left > 0 { return left }
        }
        last[zone.name] = now
        return 0
        // lab 14.6: end
    }
}
