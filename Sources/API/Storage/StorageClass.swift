public import Schema

public struct StorageClass: Declared {
    public var metadata = ObjectMeta()
    public var provisioner = ""
    public var parameters: [String: String] = [:]
    public var reclaimPolicy: String?
    public var mountOptions: [String] = []
    public var allowVolumeExpansion: Bool?
    public var volumeBindingMode: String?
    public var allowedTopologies: [TopologySelectorTerm] = []

    public init() {}

    public static let schema = Schema<Self>("A kind of storage that can be asked for.") {
        Field(1, "metadata", \.metadata, "Standard metadata.")
        Field(2, "provisioner", \.provisioner, required: true, "Who makes the volumes.")
        Field(3, "parameters", \.parameters, "Settings for the provisioner.")
        Field(
            4, "reclaimPolicy", \.reclaimPolicy, default: "Delete", "What becomes of a volume when its claim is gone.")
        Field(5, "mountOptions", \.mountOptions, "Options for mount.")
        Field(6, "allowVolumeExpansion", \.allowVolumeExpansion, "Claims may grow.")
        Field(7, "volumeBindingMode", \.volumeBindingMode, default: "Immediate", "Immediate or WaitForFirstConsumer.")
        Field(8, "allowedTopologies", \.allowedTopologies, merge: .atomic, "Where volumes can be made: one must match.")
    }
}

public struct TopologySelectorTerm: Declared {
    public var matchLabelExpressions: [TopologySelectorLabelRequirement] = []

    public init() {}

    public static let schema = Schema<Self>("Nodes by their labels: all requirements must hold.") {
        Field(1, "matchLabelExpressions", \.matchLabelExpressions, "Requirements on labels.")
    }
}

public struct TopologySelectorLabelRequirement: Declared {
    public var key = ""
    public var values: [String] = []

    public init() {}

    public static let schema = Schema<Self>("The label must have one of the values.") {
        Field(1, "key", \.key, required: true, "The label's key.")
        Field(2, "values", \.values, required: true, always: true, "Its values.")
    }
}

extension StorageClass: Resource {
    public static let kind = Kind(
        group: "storage.k8s.io", name: "StorageClass", plural: "storageclasses", shortNames: ["sc"], isNamespaced: false
    )
}
