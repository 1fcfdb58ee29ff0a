public import Schema

public struct StorageClass: Declared {
    public var metadata = ObjectMeta()
    public var provisioner = ""
    public var parameters: [String: String] = [:]
    public var reclaimPolicy: String?
    public var mountOptions: [String] = []
    public var allowVolumeExpansion: Bool?
    public var volumeBindingMode: String?

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
    }
}

extension StorageClass: Resource {
    public static let kind = Kind(
        group: "storage.k8s.io", name: "StorageClass", plural: "storageclasses", shortNames: ["sc"], isNamespaced: false
    )
}
