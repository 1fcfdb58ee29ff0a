import API
import HeapModule
import SchedulerContract

/// Pods that have a node, and wait until their claims have volumes there.
///
/// ```
///   decided ──▶ .bindVolumes ┄┄▶ claims and volumes change ──▶ all bound? ──▶ .bind
///                                                          └─▶ failed, or too late ──▶ back to the queue
/// ```
struct VolumeWaits: Sendable {
    enum Outcome: Sendable, Equatable {
        case bound
        /// Why.
        case failed(String)
    }

    private struct Timer: Comparable {
        let time: SchedulerInstant
        let uid: String

        static func < (left: Timer, right: Timer) -> Bool { (left.time, left.uid) < (right.time, right.uid) }
    }

    /// Until when, by the pod's uid.
    private var deadlines: [String: SchedulerInstant] = [:]
    private var timers = Heap<Timer>()
    /// Those whose wait is over, in this order.
    private var over: [(uid: String, outcome: Outcome)] = []

    var isEmpty: Bool { deadlines.isEmpty && over.isEmpty }
    var nextDeadline: SchedulerInstant? { timers.min?.time }

    mutating func begin(_ uid: String, until deadline: SchedulerInstant) {
        deadlines[uid] = deadline
        timers.insert(Timer(time: deadline, uid: uid))
    }

    mutating func end(_ uid: String, _ outcome: Outcome) {
        if deadlines.removeValue(forKey: uid) != nil { over.append((uid, outcome)) }
    }

    /// Nobody wants to know any more.
    mutating func forget(_ uid: String) {
        deadlines[uid] = nil
        over.removeAll { $0.uid == uid }
    }

    /// The next pod whose wait is over.
    mutating func next(now: SchedulerInstant) -> (uid: String, outcome: Outcome)? {
        while let timer = timers.min, timer.time <= now || deadlines[timer.uid] != timer.time {
            timers.removeMin()
            if deadlines[timer.uid] == timer.time { end(timer.uid, .failed("its volumes were not bound in time")) }
        }
        return over.isEmpty ? nil : over.removeFirst()
    }
}

extension VolumeTable {
    /// The pods that may have waited for this claim.
    func podsWaiting(for claim: PersistentVolumeClaim) -> [String] { reservations[claim.key]?.pods.sorted() ?? [] }

    /// The pods that may have waited for this volume.
    func podsWaiting(for volume: PersistentVolume) -> [String] {
        let owner = volume.spec.claimRef.map { "\($0.namespace)/\($0.name)" } ?? reservations.claim(of: volume.name)
        return owner.flatMap { reservations[$0]?.pods.sorted() } ?? []
    }

    /// What has become of a pod's claims; nil when there is something to wait for.
    func outcome(for pod: PodInfo, on node: NodeInfo) -> VolumeWaits.Outcome? {
        var isDone = true
        for name in pod.claims {
            guard let claim = claim(name, of: pod) else { return .failed("claim \(name) is gone") }
            if !claim.isBound, reservations[claim.key]?.isAnnounced == true, claim.selectedNode == nil {
                return .failed("no volume could be made for claim \(name)")
            }
            if !claim.isBound, case .lost = state(of: claim) { return .failed("the volume for claim \(name) is gone") }
            guard claim.isBound, let volume = volumes[claim.spec.volumeName] else {
                isDone = false
                continue
            }
            if !volume.isReached(from: node) { return .failed("claim \(name) got a volume that is elsewhere") }
        }
        return isDone ? .bound : nil
    }
}
