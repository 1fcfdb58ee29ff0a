public import Schema

/// What the CSI drivers on a node have told its kubelet. It has the name of the node.
public struct CSINode: Declared {
    public var metadata = ObjectMeta()
    public var spec = CSINodeSpec()

    public init() {}

    public static let schema = Schema<Self>("The CSI drivers of a node.") {
        Field(1, "metadata", \.metadata, "Standard metadata; the name is the node's.")
        Field(2, "spec", \.spec, "The drivers.")
    }
}

extension CSINode: Resource {
    public static let kind = Kind(
        group: "storage.k8s.io", name: "CSINode", plural: "csinodes", isNamespaced: false)
}

public struct CSINodeSpec: Declared {
    public var drivers: [CSINodeDriver] = []

    public init() {}

    public static let schema = Schema<Self>("The CSI drivers of a node.") {
        Field(1, "drivers", \.drivers, always: true, merge: .byKey("name"), "Those that are installed there.")
    }
}

public struct CSINodeDriver: Declared {
    public var name = ""
    public var nodeID = ""
    public var topologyKeys: [String] = []
    public var allocatable: VolumeNodeResources?

    public init() {}

    public static let schema = Schema<Self>("A CSI driver on a node.") {
        Field(1, "name", \.name, required: true, "The driver's name.")
        Field(2, "nodeID", \.nodeID, required: true, "The node's name in the driver's words.")
        Field(3, "topologyKeys", \.topologyKeys, always: true, "The node's labels that say what the driver reaches.")
        Field(4, "allocatable", \.allocatable, "How much the node can take.")
    }
}

public struct VolumeNodeResources: Declared {
    public var count: Int?

    public init() {}

    public static let schema = Schema<Self>("How many volumes a node can take.") {
        Field(1, "count", \.count, "Volumes of the driver at a time; absent for any number.")
    }
}
