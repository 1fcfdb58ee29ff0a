package import API
import Schema

/// Which pods go first when there are too many: those that are the least use, and those whose loss is felt the least.
///
/// ```
///   1  on no node            before  on a node
///   2  Pending               before  Unknown, and that before Running
///   3  not ready             before  ready
///   4  a low deletion cost   before  a high one (an annotation; 0 when it isn't there)
///   5  many of its kind on its node  before few
///   6  ready for a short time        before for long
///   7  restarted often       before  seldom (the container that was restarted most)
///   8  young                 before  old
/// ```
/// The first line that tells two pods apart decides. Where none does, the name does, so that the order is always the same.
///
/// Source: `ActivePodsWithRanks` in kubernetes/pkg/controller/controller_utils.go;
/// kubernetes.io/docs/concepts/workloads/controllers/replicaset, "Scaling a ReplicaSet" and "Pod deletion cost".
/// Left out compared with Kubernetes: times are compared there by the power of two, and equal ones left to chance.
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
        // lab 10.4: begin
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
        // lab 10.4: end
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
