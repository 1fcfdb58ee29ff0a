package import API
import Schema

/// Which pods go first when there are too many: those that are the least use, and those whose loss is felt the least.
///
/// Source: `ActivePodsWithRanks` in kubernetes/pkg/controller/controller_utils.go;
/// kubernetes.io/docs/concepts/workloads/ controllers/replicaset, "Scaling a ReplicaSet" and "Pod deletion cost".
package struct PodDeletionOrder: Sendable {
    /// How many pods of the same application run on each node.
    private let neighbours: [String: Int]

    /// - Parameter related: the pods of all sets of the same owner, such as those of a Deployment.
    package init(related: [Pod]) {
        neighbours = related.filter(\.isActive).reduce(into: [:]) { $0[$1.spec.nodeName, default: 0] += 1 }
    }

    package func first(_ count: Int, of pods: [Pod]) -> [Pod] {
        Array(pods.map { (pod: $0, rank: rank($0)) }.sorted { $0.rank < $1.rank }.prefix(count).map(\.pod))
    }

    /// The lower, the sooner. Compared number by number.
    private func rank(_ pod: Pod) -> Rank {
        let ready = pod.status.conditions[.ready].flatMap { $0.status == .true ? $0.lastTransitionTime : nil }
        return Rank(
            numbers: [
                pod.spec.nodeName.isEmpty ? 0 : 1,
                pod.status.phase == .pending ? 0 : pod.status.phase == .running ? 2 : 1,
                ready == nil ? 0 : 1,
                pod.deletionCost,
                -(neighbours[pod.spec.nodeName] ?? 0),
                -(ready?.seconds ?? 0),
                -(pod.status.containerStatuses.map(\.restartCount).max() ?? 0),
                -pod.metadata.creationTimestamp.seconds,
            ], name: pod.name)
    }

    private struct Rank: Comparable {
        let numbers: [Int]
        let name: String

        static func < (left: Rank, right: Rank) -> Bool {
            if left.numbers == right.numbers { return left.name < right.name }
            return left.numbers.lexicographicallyPrecedes(right.numbers)
        }
    }
}

extension Pod {
    fileprivate var deletionCost: Int {
        metadata.annotations["controller.kubernetes.io/pod-deletion-cost"].flatMap { Int($0) } ?? 0
    }
}
