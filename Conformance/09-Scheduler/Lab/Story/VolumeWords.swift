internal import Conformance
internal import API
internal import Schema
internal import SchedulerContract

/// Volumes, the claims that pods have to them, and the classes that claims name.
///
/// ```
/// class local first-consumer                    binding waits for the first pod; nobody makes volumes
/// class cloud first-consumer provisions zones=a,b    volumes are made, in these zones
/// volume disk size=10Gi class=local needs=zone=b      reached from nodes with the label
/// volume old zone=b                    the label topology.kubernetes.io/zone says where it is
/// claim data volume=disk               bound already
/// claim data class=local size=5Gi      not bound yet
/// claim data volume=disk once          ReadWriteOncePod
/// ```
enum VolumeWords {
    static func object(
        _ verb: Substring, _ name: String, _ words: some Sequence<Substring>
    ) throws -> ClusterObject {
        let attributes = words.map { Attribute($0) }
        switch verb {
        case "claim": return .persistentVolumeClaim(try claim(name, attributes))
        case "volume": return .persistentVolume(try volume(name, attributes))
        default: return .storageClass(storageClass(name, attributes))
        }
    }

    private static func claim(_ name: String, _ attributes: [Attribute]) throws -> PersistentVolumeClaim {
        var claim = PersistentVolumeClaim()
        (claim.metadata.name, claim.metadata.namespace, claim.metadata.uid) = (name, "default", name)
        claim.spec.accessModes = ["ReadWriteOnce"]
        claim.spec.resources.requests["storage"] = Quantity(1 << 30)
        claim.spec.storageClassName = ""
        claim.status.phase = "Pending"
        for attribute in attributes {
            switch attribute.key {
            case "volume":
                claim.spec.volumeName = attribute.value
                claim.status.phase = "Bound"
                claim.metadata.annotations["pv.kubernetes.io/bind-completed"] = "yes"
            case "class": claim.spec.storageClassName = attribute.value
            case "size": claim.spec.resources.requests["storage"] = try Quantity(attribute.value)
            case "once": claim.spec.accessModes = ["ReadWriteOncePod"]
            default: throw StoryError(attribute.key, "nobody knows this word of a claim")
            }
        }
        return claim
    }

    private static func volume(_ name: String, _ attributes: [Attribute]) throws -> PersistentVolume {
        var volume = PersistentVolume()
        volume.metadata.name = name
        volume.spec.accessModes = ["ReadWriteOnce", "ReadWriteOncePod"]
        volume.spec.capacity["storage"] = Quantity(1 << 30)
        volume.status.phase = "Available"
        for attribute in attributes {
            switch attribute.key {
            case "class": volume.spec.storageClassName = attribute.value
            case "size": volume.spec.capacity["storage"] = try Quantity(attribute.value)
            case "zone": volume.metadata.labels["topology.kubernetes.io/zone"] = attribute.value
            case "needs": volume.spec.nodeAffinity = affinity(attribute.value)
            default: throw StoryError(attribute.key, "nobody knows this word of a volume")
            }
        }
        return volume
    }

    /// `zone=b`
    private static func affinity(_ text: String) -> VolumeNodeAffinity {
        let pair = Attribute(text)
        var requirement = NodeSelectorRequirement()
        (requirement.key, requirement.operator, requirement.values) = (pair.key, .in, [pair.value])
        var term = NodeSelectorTerm()
        term.matchExpressions = [requirement]
        var affinity = VolumeNodeAffinity()
        affinity.required = NodeSelector()
        affinity.required?.nodeSelectorTerms = [term]
        return affinity
    }

    private static func storageClass(_ name: String, _ attributes: [Attribute]) -> StorageClass {
        var storageClass = StorageClass()
        storageClass.metadata.name = name
        storageClass.provisioner = "kubernetes.io/no-provisioner"
        storageClass.volumeBindingMode = "Immediate"
        for attribute in attributes {
            switch attribute.key {
            case "first-consumer": storageClass.volumeBindingMode = "WaitForFirstConsumer"
            case "provisions": storageClass.provisioner = "example.com/disk"
            default:
                var requirement = TopologySelectorLabelRequirement()
                (requirement.key, requirement.values) = ("zone", attribute.value.split(separator: ",").map(String.init))
                var term = TopologySelectorTerm()
                term.matchLabelExpressions = [requirement]
                storageClass.allowedTopologies = [term]
            }
        }
        return storageClass
    }
}
