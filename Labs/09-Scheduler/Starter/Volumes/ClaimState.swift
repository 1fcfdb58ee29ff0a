import API
import Schema

/// How far a claim is on its way to a volume.
///
/// ```
///   waiting ──decided──▶ promised(volume)    ──▶ bound(volume)
///          └─decided──▶ promised(to a node)  ──▶ bound(volume)
/// ```
/// What is *promised* holds for all pods that use the claim, though the API server may not know it yet.
enum ClaimState {
    case bound(PersistentVolume)
    /// The volume it is bound to, or was to have, doesn't exist.
    case lost
    /// This volume is set aside for it.
    case promised(PersistentVolume)
    /// A volume is being made for it, on this node.
    case provisioning(node: String)
    /// It gets a volume when the first pod that uses it has a node.
    case waiting
    /// It should have got a volume as soon as it was made, and hasn't.
    case unbound
}

extension VolumeTable {
    func state(of claim: PersistentVolumeClaim) -> ClaimState {
        if claim.isBound { return volumes[claim.spec.volumeName].map { .bound($0) } ?? .lost }
        if let reservation = reservations[claim.key] {
            if reservation.volume.isEmpty { return .provisioning(node: reservation.node) }
            return volumes[reservation.volume].map { .promised($0) } ?? .lost
        }
        guard storageClass(of: claim)?.waitsForFirstConsumer == true else { return .unbound }
        return claim.selectedNode.map { .provisioning(node: $0) } ?? .waiting
    }
}

extension PersistentVolumeClaim {
    var isBound: Bool { !spec.volumeName.isEmpty }

    /// The node for which a volume is to be made, as a scheduler has written.
    var selectedNode: String? { metadata.annotations["volume.kubernetes.io/selected-node"] }

    var requestedStorage: Quantity { spec.resources.requests["storage"] ?? .zero }
}

extension StorageClass {
    /// A volume is chosen or made when the first pod that uses it is placed, not before.
    var waitsForFirstConsumer: Bool { volumeBindingMode == "WaitForFirstConsumer" }

    /// Whether its provisioner can make volumes that the node reaches.
    func canProvision(for node: NodeInfo) -> Bool {
        if provisioner == "kubernetes.io/no-provisioner" { return false }
        return allowedTopologies.isEmpty
            || allowedTopologies.contains { term in
                term.matchLabelExpressions.allSatisfy { node.labels[$0.key].map($0.values.contains) ?? false }
            }
    }
}

extension PersistentVolume {
    func isReached(from node: NodeInfo) -> Bool { spec.nodeAffinity?.required?.matches(node.node) ?? true }
}
