import API

/// Prefers nodes with fewer taints that only advise and that the pod doesn't tolerate.
struct PreferNoSchedule: Priority {
    static let weight = 3
    private let tolerations: [Toleration]

    init?(_ pod: PodInfo, in cluster: Cluster) {
        if cluster.advisingNodeCount == 0 { return nil }
        tolerations = pod.pod.spec.tolerations
    }

    func scores(of slots: [Int], in cluster: Cluster) -> [Int] {
        let counts = slots.map { slot in
            cluster.nodes[slot].advisingTaints.count { !tolerations.tolerate($0) }
        }
        return Priorities.normalized(counts).map { Priorities.maximum - $0 }
    }
}
