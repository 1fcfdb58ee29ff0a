public import Schema

public struct EphemeralContainer: Declared {
    public var container = Container()
    public var targetContainerName = ""

    public init() {}

    public static let schema = Schema<Self>("A container that is added to a running pod for debugging.") {
        Field.inline(1, \.container)
        Field(2, "targetContainerName", \.targetContainerName, "The container whose process namespace to join.")
    }
}
