public import Schema

public struct Namespace: Declared {
    public var metadata = ObjectMeta()
    public var spec = NamespaceSpec()
    public var status = NamespaceStatus()

    public init() {}

    public static let schema = Schema<Self>("A space for names: most objects live in one.") {
        Field(1, "metadata", \.metadata, "Standard metadata.")
        Field(2, "spec", \.spec, "Settings of the namespace.")
        Field(3, "status", \.status, "What was observed.")
    }
}

extension Namespace: Resource {
    public static let kind = Kind(
        name: "Namespace", plural: "namespaces", shortNames: ["ns"], isNamespaced: false,
        subresources: [.status, .finalize])
}

public struct NamespaceSpec: Declared {
    public var finalizers: [String] = []

    public init() {}

    public static let schema = Schema<Self>("Settings of a namespace.") {
        Field(1, "finalizers", \.finalizers, "Who must empty it before it may go: kubernetes.")
    }
}

public struct NamespaceStatus: Declared {
    public var phase = NamespacePhase()
    public var conditions: [NamespaceCondition] = []

    public init() {}

    public static let schema = Schema<Self>("What was last observed of a namespace.") {
        Field(1, "phase", \.phase, "Active or Terminating.")
        Field(2, "conditions", \.conditions, merge: .byKey("type"), "What hinders the deletion.")
    }
}

public struct NamespaceCondition: Declared {
    public var type = ""
    public var status = ConditionStatus()
    public var lastTransitionTime = Time()
    public var reason = ""
    public var message = ""

    public init() {}

    public static let schema = Schema<Self>("One aspect of a namespace's state.") {
        Field(1, "type", \.type, required: true, "Such as NamespaceContentRemaining.")
        Field(2, "status", \.status, required: true, "True, False or Unknown.")
        Field(4, "lastTransitionTime", \.lastTransitionTime, "When the status last changed.")
        Field(5, "reason", \.reason, "One word in CamelCase.")
        Field(6, "message", \.message, "For people.")
    }
}

/// Whether a namespace is being deleted.
public struct NamespacePhase: OpenEnum {
    public var rawValue = ""
    public init() {}

    public static let active: NamespacePhase = "Active"
    public static let terminating: NamespacePhase = "Terminating"
}
