public import Schema

public struct ControllerRevision: Declared {
    public var metadata = ObjectMeta()
    public var data = RawJSON()
    public var revision = 0

    public init() {}

    public static let schema = Schema<Self>("A snapshot of what a controller was to do, for a rollback.") {
        Field(1, "metadata", \.metadata, "Standard metadata.")
        Field(2, "data", \.data, "The snapshot.")
        Field(3, "revision", \.revision, always: true, "Its number.")
    }
}

extension ControllerRevision: Resource {
    public static let kind = Kind(group: "apps", name: "ControllerRevision", plural: "controllerrevisions")
}
