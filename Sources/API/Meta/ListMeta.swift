public import Schema

public struct ListMeta: Declared {
    public var resourceVersion = ""
    public var `continue` = ""
    public var remainingItemCount: Int?

    public init() {}

    public static let schema = Schema<Self>("What a list carries beside its items.") {
        Field(
            2, "resourceVersion", \.resourceVersion,
            "The state of the store that the list shows; a watch may start here.")
        Field(3, "continue", \.continue, "Token for the next part, when the list was cut by a limit.")
        Field(4, "remainingItemCount", \.remainingItemCount, "How many items come after this part.")
    }
}
