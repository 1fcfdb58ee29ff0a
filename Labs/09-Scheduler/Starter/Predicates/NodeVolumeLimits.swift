import API
import SchedulerContract

/// The node takes no more volumes of a CSI driver than the driver says it can (``CSINode``).
///
/// A volume counts once, however many pods of the node use it. Drivers that say nothing have no limit.
/// Source: kubernetes.io, Node-specific Volume Limits. Left out: volumes that are attached though no pod uses them.
struct NodeVolumeLimits: Predicate {
    static let name = PluginName.nodeVolumeLimits
    static let curedBy: ClusterChange = [.nodeAdded, .podRemoved, .storage]
    static let isLocal = false

    private struct AttachedVolume: Hashable {
        var driver: String
        /// The driver's name for it; of a claim without volume the claim's.
        var handle: String
    }

    private let wanted: Set<AttachedVolume>
    /// In thought: who is not on its node, and who is there on top.
    private var absent: Set<String> = []
    private var guests: [Int: [PodInfo]] = [:]

    init?(_ pod: PodInfo, in cluster: Cluster) {
        if pod.claims.isEmpty || cluster.volumes.drivers.isEmpty { return nil }
        wanted = Self.volumes(of: pod, cluster.volumes)
        if wanted.isEmpty { return nil }
    }

    func rejections(of slot: Int, in cluster: Cluster) -> [Rejection] {
        let node = cluster.nodes[slot]
        let limits = (cluster.volumes.drivers[node.name]?.spec.drivers ?? []).filter { $0.allocatable?.count != nil }
        if limits.isEmpty { return [] }
        let present = node.pods.filter { !absent.contains($0.uid) } + (guests[slot] ?? [])
        let attached = present.reduce(into: Set()) { $0.formUnion(Self.volumes(of: $1, cluster.volumes)) }
        let added = wanted.subtracting(attached)
        let isExceeded = limits.contains { limit in
            let count = added.count { $0.driver == limit.name }
            return count > 0 && count + attached.count { $0.driver == limit.name } > limit.allocatable?.count ?? 0
        }
        return isExceeded ? [.volumeLimit] : []
    }

    mutating func shift(_ other: PodInfo, on slot: Int, by sign: Int, in cluster: Cluster) {
        if other.claims.isEmpty { return }
        if sign > 0 {
            if absent.remove(other.uid) == nil { guests[slot, default: []].append(other) }
        } else if let index = guests[slot]?.firstIndex(where: { $0.uid == other.uid }) {
            guests[slot]?.remove(at: index)
        } else {
            absent.insert(other.uid)
        }
    }

    private static func volumes(of pod: PodInfo, _ table: VolumeTable) -> Set<AttachedVolume> {
        Set(pod.claims.compactMap { table.claim($0, of: pod) }.compactMap { volume(of: $0, table) })
    }

    private static func volume(of claim: PersistentVolumeClaim, _ table: VolumeTable) -> AttachedVolume? {
        switch table.state(of: claim) {
        case .bound(let volume), .promised(let volume):
            volume.spec.source.csi.map { AttachedVolume(driver: $0.driver, handle: $0.volumeHandle) }
        case .provisioning, .waiting:
            table.storageClass(of: claim).map { AttachedVolume(driver: $0.provisioner, handle: claim.key) }
        case .lost, .unbound: nil
        }
    }
}
