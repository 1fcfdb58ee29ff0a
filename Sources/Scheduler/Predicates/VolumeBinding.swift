import API
import Schema
import SchedulerContract

/// The node reaches the volumes of the pod's claims; for claims that wait for their first consumer, there is a volume to
/// take, or a class that makes one there.
///
/// Source: kubernetes.io, Storage Classes → Volume Binding Mode; Persistent Volumes → Node Affinity.
/// Left out compared with Kubernetes: the capacity that a CSI driver reports, and setting volumes aside between the decision
/// and the binding.
struct VolumeBinding: Predicate {
    static let name = PluginName.volumeBinding
    static let curedBy: ClusterChange = [.nodeAdded, .nodeLabels, .storage]
    static let isLocal = false

    /// What is wrong whatever the node.
    private var problem: Rejection?
    private var bound: [PersistentVolume] = []
    private var hasLostVolume = false
    /// Claims without a volume as yet.
    private var waiting: [PersistentVolumeClaim] = []

    init?(_ pod: PodInfo, in cluster: Cluster) {
        if pod.claims.isEmpty { return nil }
        for name in pod.claims {
            guard let claim = cluster.volumes.claim(name, of: pod) else {
                problem = problem ?? .claimNotFound(name: name)
                continue
            }
            add(claim, cluster.volumes)
        }
    }

    private mutating func add(_ claim: PersistentVolumeClaim, _ table: VolumeTable) {
        if claim.isBound {
            if let volume = table.volumes[claim.spec.volumeName] { bound.append(volume) } else { hasLostVolume = true }
        } else if table.storageClass(of: claim)?.waitsForFirstConsumer == true {
            waiting.append(claim)
        } else {
            problem = problem ?? .unboundImmediateClaims
        }
    }

    func rejections(of slot: Int, in cluster: Cluster) -> [Rejection] {
        if let problem { return [problem] }
        if hasLostVolume { return [.volumeNotFound] }
        let node = cluster.nodes[slot]
        if !bound.allSatisfy({ $0.isReached(from: node) }) { return [.volumeNodeAffinity] }
        return waiting.allSatisfy { canBeBound($0, on: node, cluster.volumes) } ? [] : [.volumeBinding]
    }

    private func canBeBound(_ claim: PersistentVolumeClaim, on node: NodeInfo, _ table: VolumeTable) -> Bool {
        if table.volumes.values.contains(where: { $0.suits(claim) && $0.isReached(from: node) }) { return true }
        guard let storageClass = table.storageClass(of: claim) else { return false }
        return storageClass.canProvision(for: node)
    }
}

extension PersistentVolume {
    fileprivate func isReached(from node: NodeInfo) -> Bool {
        spec.nodeAffinity?.required?.matches(node.node) ?? true
    }

    /// It is free, or kept for this claim; large enough, of the right class and mode, and what the claim selects.
    fileprivate func suits(_ claim: PersistentVolumeClaim) -> Bool {
        if let owner = spec.claimRef, owner.name != claim.name || owner.namespace != claim.namespace { return false }
        let asked = claim.spec.resources.requests["storage"] ?? .zero
        return metadata.deletionTimestamp == nil && (spec.capacity["storage"] ?? .zero) >= asked
            && spec.storageClassName == (claim.spec.storageClassName ?? "")
            && (spec.volumeMode ?? "Filesystem") == (claim.spec.volumeMode ?? "Filesystem")
            && claim.spec.accessModes.allSatisfy(spec.accessModes.contains)
            && claim.spec.selector?.matches(metadata.labels) != false
    }
}

extension StorageClass {
    fileprivate func canProvision(for node: NodeInfo) -> Bool {
        if provisioner == "kubernetes.io/no-provisioner" { return false }
        return allowedTopologies.isEmpty
            || allowedTopologies.contains { term in
                term.matchLabelExpressions.allSatisfy { node.labels[$0.key].map($0.values.contains) ?? false }
            }
    }
}
