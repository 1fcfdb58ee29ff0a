import API
import Schema
import SchedulerContract

/// What was decided on a claim and isn't done yet.
struct SetAside {
    /// Empty when a volume is being made.
    var volume: String
    var node: String
}

/// Storage, as the naive rules look at it.
extension World {
    static func claimNames(of pod: Pod) -> [String] {
        pod.spec.volumes.compactMap { $0.source.persistentVolumeClaim?.claimName }
    }

    func claim(_ name: String, of pod: Pod) -> PersistentVolumeClaim? {
        claims.first { $0.name == name && $0.namespace == pod.namespace }
    }

    func volume(_ name: String) -> PersistentVolume? { volumes.first { $0.name == name } }

    func storageClass(of claim: PersistentVolumeClaim) -> StorageClass? {
        classes.first { $0.name == claim.spec.storageClassName }
    }

    mutating func apply(_ object: ClusterObject) {
        switch object {
        case .namespace(let namespace): replace(namespace, in: \.namespaces)
        case .podDisruptionBudget(let budget): replace(budget, in: \.budgets)
        case .persistentVolumeClaim(let claim):
            claims.removeAll { $0.key == claim.key }
            claims.append(claim)
        case .persistentVolume(let volume): replace(volume, in: \.volumes)
        case .storageClass(let storageClass): replace(storageClass, in: \.classes)
        case .csiNode(let driver): replace(driver, in: \.drivers)
        }
    }

    private mutating func replace<R: Resource>(_ object: R, in list: WritableKeyPath<World, [R]>) {
        self[keyPath: list].removeAll { $0.metadata.name == object.metadata.name }
        self[keyPath: list].append(object)
    }

    // MARK: - Pods that wait for their volumes

    mutating func setAside(_ choices: [VolumeChoice], for pod: Pod, on node: String) {
        for choice in choices {
            setAside["\(pod.namespace)/\(choice.claim)"] = SetAside(volume: choice.volume, node: node)
        }
        waiting.append(pod.metadata.uid)
    }

    /// The pod waits no longer; what nobody else waits for is free.
    mutating func endWait(of uid: String) {
        waiting.removeAll { $0 == uid }
        let awaited = pods.filter { waiting.contains($0.metadata.uid) }
            .flatMap { pod in Self.claimNames(of: pod).map { "\(pod.namespace)/\($0)" } }
        setAside = setAside.filter { awaited.contains($0.key) }
    }

    /// How the wait of a pod ends; nil when it doesn't.
    func outcome(of pod: Pod) -> String? {
        let claims = Self.claimNames(of: pod).compactMap { claim($0, of: pod) }
        let bound = claims.compactMap { volume($0.spec.volumeName) }
        let place = node(of: pod) ?? Node()
        if bound.contains(where: { !NaiveVolumes(world: self, pod: pod).reaches($0, place) }) { return "failed" }
        return bound.count == claims.count ? "bound" : nil
    }

    /// What the controller that binds volumes, or a provisioner, does for a claim.
    func settled(_ claim: PersistentVolumeClaim, _ decided: SetAside) -> [ClusterObject] {
        var claim = claim
        var volume = volume(decided.volume) ?? made(for: claim, on: decided.node)
        var owner = ObjectReference()
        (owner.namespace, owner.name) = (claim.namespace, claim.name)
        volume.spec.claimRef = owner
        volume.status.phase = "Bound"
        claim.spec.volumeName = volume.name
        return [.persistentVolume(volume), .persistentVolumeClaim(claim)]
    }

    private func made(for claim: PersistentVolumeClaim, on node: String) -> PersistentVolume {
        var volume = PersistentVolume()
        volume.metadata.name = "made-\(claim.namespace)-\(claim.name)"
        volume.spec.source.csi = CSIPersistentVolumeSource()
        volume.spec.source.csi?.driver = storageClass(of: claim)?.provisioner ?? ""
        volume.spec.source.csi?.volumeHandle = claim.key
        var requirement = NodeSelectorRequirement()
        (requirement.key, requirement.operator, requirement.values) = ("metadata.name", .in, [node])
        var term = NodeSelectorTerm()
        term.matchFields = [requirement]
        volume.spec.nodeAffinity = VolumeNodeAffinity()
        volume.spec.nodeAffinity?.required = NodeSelector()
        volume.spec.nodeAffinity?.required?.nodeSelectorTerms = [term]
        return volume
    }
}
