public import Schema

public struct Pod: Declared {
    public var metadata = ObjectMeta()
    public var spec = PodSpec()
    public var status = PodStatus()

    public init() {}

    public static let schema = Schema<Self>(
        "Containers that run together on one node: they share network, volumes and life cycle."
    ) {
        Field(1, "metadata", \.metadata, "Standard metadata.")
        Field(2, "spec", \.spec, "What is to run.")
        Field(3, "status", \.status, "What was observed. Written by the kubelet.")
    }
}

extension Pod: Resource {
    public static let kind = Kind(
        name: "Pod", plural: "pods", shortNames: ["po"], categories: ["all"],
        subresources: [
            .status, .attach, .binding, .ephemeralContainers, .eviction, .exec, .log, .portForward, .proxy,
            .schedulingRecord,
        ])
}

public struct PodTemplateSpec: Declared {
    public var metadata = ObjectMeta()
    public var spec = PodSpec()

    public init() {}

    public static let schema = Schema<Self>("What the pods that a controller makes look like.") {
        Field(1, "metadata", \.metadata, "Labels and annotations of the pods.")
        Field(2, "spec", \.spec, "Specification of the pods.")
    }
}

public struct PodTemplate: Declared {
    public var metadata = ObjectMeta()
    public var template = PodTemplateSpec()

    public init() {}

    public static let schema = Schema<Self>("A template for pods, as an object of its own.") {
        Field(1, "metadata", \.metadata, "Standard metadata.")
        Field(2, "template", \.template, "The template.")
    }
}

extension PodTemplate: Resource {
    public static let kind = Kind(name: "PodTemplate", plural: "podtemplates")
}
