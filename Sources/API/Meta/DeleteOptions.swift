public import Schema

public struct DeleteOptions: Declared {
    public var gracePeriodSeconds: Int?
    public var preconditions: Preconditions?
    public var orphanDependents: Bool?
    public var propagationPolicy: PropagationPolicy?
    public var dryRun: [String] = []
    public var ignoreStoreReadErrorWithClusterBreakingPotential: Bool?

    public init() {}

    public static let schema = Schema<Self>("How to delete.") {
        Field(1, "gracePeriodSeconds", \.gracePeriodSeconds, "How long the object may take to end; zero means at once.")
        Field(2, "preconditions", \.preconditions, "What must hold, else 409 Conflict.")
        Field(3, "orphanDependents", \.orphanDependents, "Deprecated: use propagationPolicy.")
        Field(4, "propagationPolicy", \.propagationPolicy, "What becomes of the objects that this one owns.")
        Field(5, "dryRun", \.dryRun, "All: do everything but the write.")
        Field(
            6, "ignoreStoreReadErrorWithClusterBreakingPotential", \.ignoreStoreReadErrorWithClusterBreakingPotential,
            "Delete even what can't be read.")
    }
}

public struct Preconditions: Declared {
    public var uid: String?
    public var resourceVersion: String?

    public init() {}

    public static let schema = Schema<Self>("What must hold for an object before it is deleted or changed.") {
        Field(1, "uid", \.uid, "The object's uid.")
        Field(2, "resourceVersion", \.resourceVersion, "The object's version.")
    }
}

/// What becomes of an object's dependents when it is deleted.
public struct PropagationPolicy: OpenEnum {
    public var rawValue = ""
    public init() {}

    public static let orphan: PropagationPolicy = "Orphan"
    public static let background: PropagationPolicy = "Background"
    public static let foreground: PropagationPolicy = "Foreground"
}
