import API
import Schema
import SchedulerContract

/// The node reaches the volumes of the pod's claims; for claims that wait for their first consumer, there is a volume to
/// take (``VolumeSearch``), or a class that makes one there.
///
/// A decision sets volumes aside (``VolumeReservations``); the pod is bound when its claims are (``VolumeWaits``).
/// Source: kubernetes.io, Storage Classes → Volume Binding Mode; Persistent Volumes → Node Affinity.
/// Left out compared with Kubernetes: the capacity that a CSI driver reports.
struct VolumeBinding: Predicate {
    static let name = PluginName.volumeBinding
    static let curedBy: ClusterChange = [.nodeAdded, .nodeLabels, .storage]
    static let isLocal = false

    /// What is wrong whatever the node.
    private var problem: Rejection?
    private var hasLostVolume = false
    /// Those that claims have, or will have.
    private var volumes: [PersistentVolume] = []
    /// Where volumes are being made.
    private var nodes: [String] = []
    private let search: VolumeSearch
    /// What was decided already on claims without a volume.
    private var decided: [VolumeChoice] = []

    init?(_ pod: PodInfo, in cluster: Cluster) {
        if pod.claims.isEmpty { return nil }
        let known = pod.claims.map { ($0, cluster.volumes.claim($0, of: pod)) }
        let waiting = known.compactMap(\.1).filter { cluster.volumes.isWaiting($0) }
        search = VolumeSearch(waiting, in: cluster.volumes)
        for (name, claim) in known {
            if let claim { add(claim, cluster.volumes.state(of: claim)) } else { object(.claimNotFound(name: name)) }
        }
    }

    private mutating func add(_ claim: PersistentVolumeClaim, _ state: ClaimState) {
        if claim.metadata.deletionTimestamp != nil { object(.claimDeleted(name: claim.name)) }
        switch state {
        case .bound(let volume): volumes.append(volume)
        case .lost: hasLostVolume = true
        case .promised(let volume):
            volumes.append(volume)
            decided.append(VolumeChoice(claim: claim.name, volume: volume.name))
        case .provisioning(let node):
            nodes.append(node)
            decided.append(VolumeChoice(claim: claim.name))
        case .waiting: break
        case .unbound: object(.unboundImmediateClaims)
        }
    }

    private mutating func object(_ rejection: Rejection) { problem = problem ?? rejection }

    func rejections(of slot: Int, in cluster: Cluster) -> [Rejection] {
        if let problem { return [problem] }
        if hasLostVolume { return [.volumeNotFound] }
        let node = cluster.nodes[slot]
        if !volumes.allSatisfy({ $0.isReached(from: node) }) { return [.volumeNodeAffinity] }
        let canBeBound = nodes.allSatisfy { $0 == node.name } && search.choices(on: node) != nil
        return canBeBound ? [] : [.volumeBinding]
    }

    /// What is to be done for the pod's claims if it is to run there; empty when they all have volumes.
    func choices(on slot: Int, in cluster: Cluster) -> [VolumeChoice] {
        decided + (search.choices(on: cluster.nodes[slot]) ?? [])
    }

    /// Other claims don't concern the pod.
    static func mayHelp(_ pod: PodInfo, _ event: ClusterEvent, in cluster: Cluster) -> Bool {
        if let claim = event.claim { return pod.claims.contains { pod.keyOfClaim($0) == claim } }
        guard let slot = event.slot else { return true }
        return Self(pod, in: cluster)?.rejections(of: slot, in: cluster).isEmpty ?? true
    }
}

extension VolumeTable {
    fileprivate func isWaiting(_ claim: PersistentVolumeClaim) -> Bool {
        if case .waiting = state(of: claim) { true } else { false }
    }
}
