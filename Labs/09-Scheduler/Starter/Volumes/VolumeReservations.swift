import SchedulerContract

/// What was decided on claims, from the decision on a pod until the API server has it all: *setting aside*.
///
/// Without it, two pods that are decided on one after the other would get the same volume. Pods that share a claim share
/// what was decided on it: it is given up when the last of them gives up.
struct VolumeReservations: Sendable {
    struct Reservation: Sendable {
        /// The volume; empty when one is made.
        var volume: String
        var node: String
        /// The uids of those that count on it.
        var pods: Set<String> = []
        /// The API server has told us that the claim knows the node: if it forgets it, making a volume there has failed.
        var isAnnounced = false
    }

    /// By the claim's `namespace/name`.
    private var reservations: [String: Reservation] = [:]
    /// By the volume's name.
    private var claims: [String: String] = [:]

    subscript(claim: String) -> Reservation? { reservations[claim] }

    /// For which claim the volume is set aside.
    func claim(of volume: String) -> String? { claims[volume] }

    mutating func reserve(_ choices: [VolumeChoice], for pod: PodInfo, on node: String) {
        for choice in choices {
            let key = pod.keyOfClaim(choice.claim)
            reservations[key, default: Reservation(volume: choice.volume, node: node)].pods.insert(pod.uid)
            if !choice.volume.isEmpty { claims[choice.volume] = key }
        }
    }

    /// The claim is known to the API server as one whose volume is made on this node.
    mutating func announce(_ claim: String, node: String?) {
        if node != nil, node == reservations[claim]?.node { reservations[claim]?.isAnnounced = true }
    }

    /// The pod is bound, or gives up.
    /// - Returns: whether anything has become free by that.
    mutating func release(_ pod: PodInfo) -> Bool {
        var isFree = false
        for claim in pod.claims {
            let key = pod.keyOfClaim(claim)
            guard reservations[key]?.pods.remove(pod.uid) != nil, let rest = reservations[key], rest.pods.isEmpty else {
                continue
            }
            reservations[key] = nil
            claims[rest.volume] = nil
            isFree = true
        }
        return isFree
    }
}
