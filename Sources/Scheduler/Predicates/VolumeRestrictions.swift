import API
import SchedulerContract

/// A claim with the access mode `ReadWriteOncePod` is for one pod at a time, in the whole cluster.
///
/// Source: kubernetes.io, Persistent Volumes → Access Modes.
struct VolumeRestrictions: Predicate {
    static let name = PluginName.volumeRestrictions
    static let curedBy: ClusterChange = [.podRemoved, .storage]
    static let isLocal = false
    private let namespace: String
    private let claims: [String]
    /// How many other pods use one of the claims.
    private var users: Int

    init?(_ pod: PodInfo, in cluster: Cluster) {
        let exclusive = pod.claims.compactMap { cluster.volumes.claim($0, of: pod) }
            .filter { $0.spec.accessModes.contains("ReadWriteOncePod") }
        if exclusive.isEmpty { return nil }
        namespace = pod.pod.namespace
        claims = exclusive.map(\.name)
        users = exclusive.reduce(0) { $0 + cluster.volumes.userCount($1) }
    }

    func rejections(of slot: Int, in cluster: Cluster) -> [Rejection] { users > 0 ? [.volumeInUse] : [] }

    mutating func shift(_ other: PodInfo, on slot: Int, by sign: Int, in cluster: Cluster) {
        if other.pod.namespace == namespace { users += sign * other.claims.count { claims.contains($0) } }
    }

    static func mayHelp(_ pod: PodInfo, _ event: ClusterEvent, in cluster: Cluster) -> Bool {
        guard let other = event.pod else { return true }
        return other.pod.namespace == pod.pod.namespace && other.claims.contains { pod.claims.contains($0) }
    }
}
