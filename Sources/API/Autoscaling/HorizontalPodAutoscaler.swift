public import Schema

public struct HorizontalPodAutoscaler: Declared {
    public var metadata = ObjectMeta()
    public var spec = HorizontalPodAutoscalerSpec()
    public var status = HorizontalPodAutoscalerStatus()

    public init() {}

    public static let schema = Schema<Self>("Changes the number of replicas with the load.") {
        Field(1, "metadata", \.metadata, "Standard metadata.")
        Field(2, "spec", \.spec, "What to scale, and when.")
        Field(3, "status", \.status, "What was observed.")
    }
}

extension HorizontalPodAutoscaler: Resource {
    public static let kind = Kind(
        group: "autoscaling", name: "HorizontalPodAutoscaler", plural: "horizontalpodautoscalers", shortNames: ["hpa"],
        categories: ["all"], subresources: [.status])
}

public struct HorizontalPodAutoscalerSpec: Declared {
    public var scaleTargetRef = CrossVersionObjectReference()
    public var minReplicas: Int?
    public var maxReplicas = 0
    public var targetCPUUtilizationPercentage: Int?

    public init() {}

    public static let schema = Schema<Self>("What to scale, and when.") {
        Field(1, "scaleTargetRef", \.scaleTargetRef, required: true, merge: .atomic, "What to scale.")
        Field(2, "minReplicas", \.minReplicas, default: 1, "At least so many.")
        Field(3, "maxReplicas", \.maxReplicas, required: true, always: true, "At most so many.")
        Field(
            4, "targetCPUUtilizationPercentage", \.targetCPUUtilizationPercentage,
            "How busy the pods should be, in percent of their requests.")
    }
}

public struct HorizontalPodAutoscalerStatus: Declared {
    public var observedGeneration: Int?
    public var lastScaleTime: Time?
    public var currentReplicas = 0
    public var desiredReplicas = 0
    public var currentCPUUtilizationPercentage: Int?

    public init() {}

    public static let schema = Schema<Self>("What was last observed of an autoscaler.") {
        Field(1, "observedGeneration", \.observedGeneration, "The generation that was looked at.")
        Field(2, "lastScaleTime", \.lastScaleTime, "When the number was last changed.")
        Field(3, "currentReplicas", \.currentReplicas, always: true, "So many there are.")
        Field(4, "desiredReplicas", \.desiredReplicas, always: true, "So many there should be.")
        Field(5, "currentCPUUtilizationPercentage", \.currentCPUUtilizationPercentage, "How busy the pods are.")
    }
}

public struct CrossVersionObjectReference: Declared {
    public var kind = ""
    public var name = ""
    public var apiVersion = ""

    public init() {}

    public static let schema = Schema<Self>("An object of some kind in the namespace.") {
        Field(1, "kind", \.kind, required: true, "The kind.")
        Field(2, "name", \.name, required: true, "The name.")
        Field(3, "apiVersion", \.apiVersion, "API version of the kind.")
    }
}
