import Schema

extension PersistentVolume {
    public static var columns: [Column<PersistentVolume>] {
        [
            .name,
            .text("Capacity", "How much it holds.") { $0.spec.capacity["storage"]?.description ?? "" },
            .text("Access Modes", "How it can be mounted.") { short($0.spec.accessModes) },
            .text("Reclaim Policy", "What becomes of it.", \.spec.persistentVolumeReclaimPolicy),
            .text("Status", "Its phase.", \.status.phase),
            .text("Claim", "The claim it is bound to.") { volume in
                volume.spec.claimRef.map { "\($0.namespace)/\($0.name)" } ?? ""
            },
            .text("StorageClass", "Its storage class.", \.spec.storageClassName),
            .text("VolumeAttributesClass", "Class of its attributes.") {
                $0.spec.volumeAttributesClassName ?? "<unset>"
            },
            .text("Reason", "Why it is in this phase.", \.status.reason),
            .age,
            .text("VolumeMode", wide: true, "Filesystem or Block.") { $0.spec.volumeMode ?? "<unset>" },
        ]
    }
}

extension PersistentVolumeClaim {
    public static var columns: [Column<PersistentVolumeClaim>] {
        [
            .name,
            .text("Status", "Its phase.") { $0.metadata.isBeingDeleted ? "Terminating" : $0.status.phase },
            .text("Volume", "The volume it is bound to.", \.spec.volumeName),
            .text("Capacity", "How much the volume holds.") { $0.status.capacity["storage"]?.description ?? "" },
            .text("Access Modes", "How it can be mounted.") { short($0.status.accessModes) },
            .text("StorageClass", "Its storage class.") { $0.spec.storageClassName ?? "" },
            .text("VolumeAttributesClass", "Class of its attributes.") {
                $0.spec.volumeAttributesClassName ?? "<unset>"
            },
            .age,
            .text("VolumeMode", wide: true, "Filesystem or Block.") { $0.spec.volumeMode ?? "<unset>" },
        ]
    }
}

extension StorageClass {
    public static var columns: [Column<StorageClass>] {
        [
            .name,
            .text("Provisioner", "Who makes the volumes.", \.provisioner),
            .text("ReclaimPolicy", "What becomes of them.") { $0.reclaimPolicy ?? "Delete" },
            .text("VolumeBindingMode", "When they are made.") { $0.volumeBindingMode ?? "Immediate" },
            .text("AllowVolumeExpansion", "Claims may grow.") { String($0.allowVolumeExpansion ?? false) },
            .age,
        ]
    }
}

extension CSINode {
    public static var columns: [Column<CSINode>] {
        [.name, .count("Drivers", "How many CSI drivers it has.") { $0.spec.drivers.count }, .age]
    }
}

/// "RWO,ROX".
private func short(_ modes: [String]) -> String {
    let words = [
        "ReadWriteOnce": "RWO", "ReadOnlyMany": "ROX", "ReadWriteMany": "RWX", "ReadWriteOncePod": "RWOP",
    ]
    return modes.map { words[$0] ?? $0 }.joined(separator: ",")
}
