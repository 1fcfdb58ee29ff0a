import API
import Schema
import SchedulerContract

@testable import Scheduler

/// A few classes, volumes, claims and drivers, that match now and then.
struct RandomStorage {
    private var random: SplitMix64

    static let claims = ["c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8"]

    init(seed: UInt64) { random = SplitMix64(state: seed) }

    mutating func objects() -> [ClusterObject] {
        var objects = ["static", "made", "at-once"].map { ClusterObject.storageClass(storageClass($0)) }
        objects += (1...number(3, 6)).map { .persistentVolume(volume("v\($0)")) }
        for namespace in ["a", "b"] {
            for name in Self.claims where chance(90) { objects.append(.persistentVolumeClaim(claim(name, namespace))) }
        }
        for number in 1...8 where chance(25) { objects.append(.csiNode(driver("n\(number)"))) }
        return objects
    }

    private mutating func number(_ low: Int, _ high: Int) -> Int { Int.random(in: low...high, using: &random) }
    private mutating func chance(_ percent: Int) -> Bool { number(1, 100) <= percent }
    private mutating func pick<T>(_ choices: [T]) -> T { choices[number(0, choices.count - 1)] }

    private mutating func storageClass(_ name: String) -> StorageClass {
        var storageClass = StorageClass()
        storageClass.metadata.name = name
        storageClass.provisioner = name == "made" ? "disk" : "kubernetes.io/no-provisioner"
        storageClass.volumeBindingMode = name == "at-once" ? "Immediate" : "WaitForFirstConsumer"
        if name == "made", chance(50) {
            var requirement = TopologySelectorLabelRequirement()
            (requirement.key, requirement.values) = ("zone", [pick(["za", "zb"])])
            var term = TopologySelectorTerm()
            term.matchLabelExpressions = [requirement]
            storageClass.allowedTopologies = [term]
        }
        return storageClass
    }

    private mutating func volume(_ name: String) -> PersistentVolume {
        var volume = PersistentVolume()
        volume.metadata.name = name
        volume.spec.storageClassName = pick(["static", "static", "static", "made"])
        volume.spec.capacity["storage"] = Quantity(number(1, 3))
        volume.spec.accessModes = chance(80) ? ["ReadWriteOnce", "ReadWriteOncePod"] : ["ReadWriteOnce"]
        volume.status.phase = "Available"
        if chance(30) { volume.metadata.labels["topology.kubernetes.io/zone"] = pick(["za", "zb", "za__zb"]) }
        if chance(40) { volume.spec.nodeAffinity = affinity() }
        if chance(60) {
            volume.spec.source.csi = CSIPersistentVolumeSource()
            volume.spec.source.csi?.driver = "disk"
            volume.spec.source.csi?.volumeHandle = name
        }
        return volume
    }

    private mutating func affinity() -> VolumeNodeAffinity {
        var requirement = NodeSelectorRequirement()
        requirement.key = pick(["zone", "host"])
        requirement.operator = .in
        requirement.values = requirement.key == "zone" ? [pick(["za", "zb", "zc"])] : ["n\(number(1, 4))", "n5"]
        var term = NodeSelectorTerm()
        term.matchExpressions = [requirement]
        var affinity = VolumeNodeAffinity()
        affinity.required = NodeSelector()
        affinity.required?.nodeSelectorTerms = [term]
        return affinity
    }

    private mutating func claim(_ name: String, _ namespace: String) -> PersistentVolumeClaim {
        var claim = PersistentVolumeClaim()
        (claim.metadata.name, claim.metadata.namespace) = (name, namespace)
        claim.spec.storageClassName = chance(90) ? pick(["static", "made"]) : "at-once"
        claim.spec.resources.requests["storage"] = Quantity(number(1, 3))
        claim.spec.accessModes = [chance(90) ? "ReadWriteOnce" : "ReadWriteOncePod"]
        if chance(10) { claim.spec.volumeName = "v\(number(1, 6))" }
        if chance(5) { claim.metadata.annotations["volume.kubernetes.io/selected-node"] = "n\(number(1, 4))" }
        return claim
    }

    private mutating func driver(_ node: String) -> CSINode {
        var drivers = CSINode()
        drivers.metadata.name = node
        var driver = CSINodeDriver()
        (driver.name, driver.nodeID) = ("disk", node)
        if chance(80) {
            driver.allocatable = VolumeNodeResources()
            driver.allocatable?.count = number(0, 2)
        }
        drivers.spec.drivers = [driver]
        return drivers
    }
}
