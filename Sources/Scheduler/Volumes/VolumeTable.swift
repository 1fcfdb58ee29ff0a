import API
import SchedulerContract

/// What is known of storage: claims, volumes, classes, drivers; which claims running pods use, and what was decided on
/// claims.
struct VolumeTable: Sendable {
    /// By `namespace/name`.
    private(set) var claims: [String: PersistentVolumeClaim] = [:]
    private(set) var volumes: [String: PersistentVolume] = [:]
    private(set) var classes: [String: StorageClass] = [:]
    /// By the node's name.
    private(set) var drivers: [String: CSINode] = [:]
    private(set) var reservations = VolumeReservations()
    /// By the claim's `namespace/name`: how many running pods use it.
    private var uses: [String: Int] = [:]

    mutating func set(_ claim: PersistentVolumeClaim) {
        claims[claim.key] = claim
        reservations.announce(claim.key, node: claim.selectedNode)
    }
    mutating func set(_ volume: PersistentVolume) { volumes[volume.name] = volume }
    mutating func set(_ storageClass: StorageClass) { classes[storageClass.name] = storageClass }
    mutating func set(_ node: CSINode) { drivers[node.name] = node }

    mutating func remove(_ claim: PersistentVolumeClaim) { claims[claim.key] = nil }
    mutating func remove(_ volume: PersistentVolume) { volumes[volume.name] = nil }
    mutating func remove(_ storageClass: StorageClass) { classes[storageClass.name] = nil }
    mutating func remove(_ node: CSINode) { drivers[node.name] = nil }

    func claim(_ name: String, of pod: PodInfo) -> PersistentVolumeClaim? { claims[pod.keyOfClaim(name)] }

    func storageClass(of claim: PersistentVolumeClaim) -> StorageClass? {
        classes[claim.spec.storageClassName ?? ""]
    }

    // MARK: - Who uses what

    mutating func add(_ sign: Int, usesOf pod: PodInfo) {
        for claim in pod.claims {
            let key = pod.keyOfClaim(claim)
            let sum = (uses[key] ?? 0) + sign
            uses[key] = sum == 0 ? nil : sum
        }
    }

    /// How many running pods use the claim.
    func userCount(_ claim: PersistentVolumeClaim) -> Int { uses[claim.key] ?? 0 }

    // MARK: - Setting aside

    mutating func reserve(_ choices: [VolumeChoice], for pod: PodInfo, on node: String) {
        reservations.reserve(choices, for: pod, on: node)
    }

    /// - Returns: whether anything has become free by that.
    mutating func release(_ pod: PodInfo) -> Bool { reservations.release(pod) }
}

extension PodInfo {
    /// `namespace/name` of a claim that the pod names.
    func keyOfClaim(_ name: String) -> String { "\(pod.metadata.namespace)/\(name)" }
}
