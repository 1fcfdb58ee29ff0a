public import Schema

public struct Lease: Declared {
    public var metadata = ObjectMeta()
    public var spec = LeaseSpec()

    public init() {}

    public static let schema = Schema<Self>("Something that one at a time may hold, and must renew.") {
        Field(1, "metadata", \.metadata, "Standard metadata.")
        Field(2, "spec", \.spec, "Who holds it, and how long.")
    }
}

extension Lease: Resource {
    public static let kind = Kind(group: "coordination.k8s.io", name: "Lease", plural: "leases")
}

public struct LeaseSpec: Declared {
    public var holderIdentity: String?
    public var leaseDurationSeconds: Int?
    public var acquireTime: MicroTime?
    public var renewTime: MicroTime?
    public var leaseTransitions: Int?
    public var strategy: String?
    public var preferredHolder: String?

    public init() {}

    public static let schema = Schema<Self>("Who holds a lease, and how long.") {
        Field(1, "holderIdentity", \.holderIdentity, "Who holds it.")
        Field(2, "leaseDurationSeconds", \.leaseDurationSeconds, "How long others wait after the last renewal.")
        Field(3, "acquireTime", \.acquireTime, "When it was taken.")
        Field(4, "renewTime", \.renewTime, "When it was last renewed.")
        Field(5, "leaseTransitions", \.leaseTransitions, "How often it changed hands.")
        Field(6, "strategy", \.strategy, "How the holder is chosen.")
        Field(7, "preferredHolder", \.preferredHolder, "Who should take it.")
    }
}
