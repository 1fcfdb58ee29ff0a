import API
import Schema
import SchedulerContract

/// Finds, on a node, a volume for each claim of a pod that waits for its first consumer.
///
/// The smallest claim chooses first, and takes the smallest volume that will do; no volume is given twice. A claim for
/// which there is none is left to its storage class, if that makes volumes for the node. A volume that says by its `claimRef`
/// for whom it is (it was made for the claim, or a scheduler got this far) is taken or nothing is.
/// Source: kubernetes.io, Persistent Volumes → Binding; the upstream's FindMatchingVolume.
struct VolumeSearch: Sendable {
    private struct Wish: Sendable {
        var claim: PersistentVolumeClaim
        var storageClass: StorageClass?
        /// The volumes that would do, if the node reaches them, the best first.
        var volumes: [PersistentVolume]
        /// The only volume in question is the claim's own.
        var isDestined: Bool
    }

    private var wishes: [Wish]

    init(_ claims: [PersistentVolumeClaim], in table: VolumeTable) {
        let ordered = claims.sorted { ($0.requestedStorage, $0.name) < ($1.requestedStorage, $1.name) }
        wishes = ordered.map { claim in
            let volumes = table.volumes.values.filter { table.suits($0, claim) }
            let own = volumes.filter { $0.spec.claimRef != nil }
            return Wish(
                claim: claim, storageClass: table.storageClass(of: claim),
                volumes: (own.isEmpty ? volumes : own).sorted { ($0.size, $0.name) < ($1.size, $1.name) },
                isDestined: !own.isEmpty)
        }
    }

    /// Nil when one of the claims can't get a volume there.
    func choices(on node: NodeInfo) -> [VolumeChoice]? {
        var taken: Set<String> = []
        var choices: [VolumeChoice] = []
        for wish in wishes {
            let volume = wish.volumes.first { !taken.contains($0.name) && $0.isReached(from: node) }
            if let volume {
                taken.insert(volume.name)
            } else if wish.isDestined || wish.storageClass?.canProvision(for: node) != true {
                return nil
            }
            choices.append(VolumeChoice(claim: wish.claim.name, volume: volume?.name ?? ""))
        }
        return choices
    }
}

extension VolumeTable {
    /// Whether the claim could have the volume, wherever it is: it is kept for the claim, or free and as the claim asks.
    fileprivate func suits(_ volume: PersistentVolume, _ claim: PersistentVolumeClaim) -> Bool {
        if let owner = reservations.claim(of: volume.name), owner != claim.key { return false }
        guard volume.metadata.deletionTimestamp == nil, volume.size >= claim.requestedStorage,
            (volume.spec.volumeMode ?? "Filesystem") == (claim.spec.volumeMode ?? "Filesystem")
        else { return false }
        if let owner = volume.spec.claimRef { return owner.means(claim) }
        return volume.status.phase == "Available" && volume.spec.storageClassName == (claim.spec.storageClassName ?? "")
            && claim.spec.accessModes.allSatisfy(volume.spec.accessModes.contains)
            && claim.spec.selector?.matches(volume.metadata.labels) != false
    }
}

extension ObjectReference {
    /// A claim of that name may have come later, and be another one.
    fileprivate func means(_ claim: PersistentVolumeClaim) -> Bool {
        name == claim.name && namespace == claim.namespace && (uid.isEmpty || uid == claim.metadata.uid)
    }
}

extension PersistentVolume {
    fileprivate var size: Quantity { spec.capacity["storage"] ?? .zero }
}
