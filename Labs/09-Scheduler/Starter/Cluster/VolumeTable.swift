import API
import Schema

/// What is known of storage: claims, volumes, classes; and which claims running pods use.
struct VolumeTable: Sendable {
    /// By `namespace/name`.
    var claims: [String: PersistentVolumeClaim] = [:]
    var volumes: [String: PersistentVolume] = [:]
    var classes: [String: StorageClass] = [:]
    /// By `namespace/name`: how many running pods use the claim.
    private var uses: [String: Int] = [:]

    mutating func add(_ sign: Int, usesOf pod: PodInfo) {
        for claim in pod.claims {
            let key = "\(pod.pod.namespace)/\(claim)"
            let sum = (uses[key] ?? 0) + sign
            uses[key] = sum == 0 ? nil : sum
        }
    }

    func claim(_ name: String, of pod: PodInfo) -> PersistentVolumeClaim? { claims["\(pod.pod.namespace)/\(name)"] }

    /// How many running pods use the claim.
    func userCount(_ claim: PersistentVolumeClaim) -> Int { uses[claim.key] ?? 0 }

    func storageClass(of claim: PersistentVolumeClaim) -> StorageClass? {
        classes[claim.spec.storageClassName ?? ""]
    }
}

extension PersistentVolumeClaim {
    var isBound: Bool { !spec.volumeName.isEmpty }
}

extension StorageClass {
    /// A volume is chosen or made when the first pod that uses it is placed, not before.
    var waitsForFirstConsumer: Bool { volumeBindingMode == "WaitForFirstConsumer" }
}
