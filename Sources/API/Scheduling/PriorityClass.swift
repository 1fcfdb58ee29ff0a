public import Schema

public struct PriorityClass: Declared {
    public var metadata = ObjectMeta()
    public var value = 0
    public var globalDefault = false
    public var description = ""
    public var preemptionPolicy: PreemptionPolicy?

    public init() {}

    public static let schema = Schema<Self>("A name for a priority of pods.") {
        Field(1, "metadata", \.metadata, "Standard metadata.")
        Field(2, "value", \.value, required: true, always: true, "The priority: the higher, the more important.")
        Field(3, "globalDefault", \.globalDefault, "For pods that name no class.")
        Field(4, "description", \.description, "What it is for.")
        Field(
            5, "preemptionPolicy", \.preemptionPolicy, default: "PreemptLowerPriority",
            "Whether pods of this class displace others.")
    }
}

extension PriorityClass: Resource {
    public static let kind = Kind(
        group: "scheduling.k8s.io", name: "PriorityClass", plural: "priorityclasses", shortNames: ["pc"],
        isNamespaced: false)
}
