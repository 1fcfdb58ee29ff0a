import API
import Schema
import SchedulerContract

/// What stories say of storage and budgets.
///
/// ```
/// budget NAME LABEL=VALUE allowed=N
/// claim NAME volume= class= size= mode= node= gone      bound to a volume; the node selected for it; being deleted
/// volume NAME zone= class= size= for=CLAIM driver=      free, unless it is for a claim
/// class NAME zone= static                               waits for its first consumer; makes volumes, unless static
/// driver NODE NAME=N                                    takes so many volumes on the node
/// ```
enum StorageWords {
    /// Nil for a kind that isn't one.
    static func object(_ kind: String, _ name: String, _ attributes: [(String, String)]) throws -> ClusterObject? {
        let values = [String: String](attributes) { $1 }
        return switch kind {
        case "budget": .podDisruptionBudget(budget(name, values))
        case "claim": .persistentVolumeClaim(try claim(name, values))
        case "volume": .persistentVolume(try volume(name, values))
        case "class": .storageClass(storageClass(name, values))
        case "driver": .csiNode(driver(name, values))
        default: nil
        }
    }

    private static func budget(_ name: String, _ values: [String: String]) -> PodDisruptionBudget {
        var budget = PodDisruptionBudget()
        (budget.metadata.name, budget.metadata.namespace) = (name, "default")
        budget.spec.selector = LabelSelector(matchLabels: values.filter { $0.key != "allowed" })
        budget.status.disruptionsAllowed = Int(values["allowed"] ?? "") ?? 0
        return budget
    }

    private static func claim(_ name: String, _ values: [String: String]) throws -> PersistentVolumeClaim {
        var claim = PersistentVolumeClaim()
        (claim.metadata.name, claim.metadata.namespace) = (name, "default")
        claim.metadata.annotations["volume.kubernetes.io/selected-node"] = values["node"]
        if values["gone"] != nil { claim.metadata.deletionTimestamp = Time(seconds: 1) }
        claim.spec.volumeName = values["volume"] ?? ""
        claim.spec.storageClassName = values["class"]
        claim.spec.accessModes = [values["mode"] ?? "ReadWriteOnce"]
        claim.spec.resources.requests["storage"] = try Quantity(values["size"] ?? "1Gi")
        return claim
    }

    private static func volume(_ name: String, _ values: [String: String]) throws -> PersistentVolume {
        var volume = PersistentVolume()
        volume.metadata.name = name
        volume.spec.storageClassName = values["class"] ?? ""
        volume.spec.accessModes = ["ReadWriteOnce", "ReadWriteOncePod"]
        volume.spec.capacity["storage"] = try Quantity(values["size"] ?? "1Gi")
        volume.status.phase = "Available"
        if let claim = values["for"] {
            var owner = ObjectReference()
            (owner.namespace, owner.name) = ("default", claim)
            volume.spec.claimRef = owner
        }
        if let driver = values["driver"] {
            var source = CSIPersistentVolumeSource()
            (source.driver, source.volumeHandle) = (driver, name)
            volume.spec.source.csi = source
        }
        if let zone = values["zone"] { volume.spec.nodeAffinity = affinity(zone: zone) }
        return volume
    }

    private static func affinity(zone: String) -> VolumeNodeAffinity {
        var requirement = NodeSelectorRequirement()
        (requirement.key, requirement.operator, requirement.values) = ("zone", .in, [zone])
        var term = NodeSelectorTerm()
        term.matchExpressions = [requirement]
        var affinity = VolumeNodeAffinity()
        affinity.required = NodeSelector()
        affinity.required?.nodeSelectorTerms = [term]
        return affinity
    }

    private static func storageClass(_ name: String, _ values: [String: String]) -> StorageClass {
        var storageClass = StorageClass()
        storageClass.metadata.name = name
        storageClass.provisioner = values["static"] == nil ? "example.com/disk" : "kubernetes.io/no-provisioner"
        storageClass.volumeBindingMode = "WaitForFirstConsumer"
        if let zone = values["zone"] {
            var requirement = TopologySelectorLabelRequirement()
            (requirement.key, requirement.values) = ("zone", [zone])
            var term = TopologySelectorTerm()
            term.matchLabelExpressions = [requirement]
            storageClass.allowedTopologies = [term]
        }
        return storageClass
    }

    private static func driver(_ node: String, _ values: [String: String]) -> CSINode {
        var drivers = CSINode()
        drivers.metadata.name = node
        drivers.spec.drivers = values.sorted { $0.key < $1.key }.map { name, count in
            var driver = CSINodeDriver()
            (driver.name, driver.nodeID) = (name, node)
            driver.allocatable = VolumeNodeResources()
            driver.allocatable?.count = Int(count)
            return driver
        }
        return drivers
    }
}
