public import Schema

public struct ResourceQuota: Declared {
    public var metadata = ObjectMeta()
    public var spec = ResourceQuotaSpec()
    public var status = ResourceQuotaStatus()

    public init() {}

    public static let schema = Schema<Self>("How much a namespace may use in all.") {
        Field(1, "metadata", \.metadata, "Standard metadata.")
        Field(2, "spec", \.spec, "How much.")
        Field(3, "status", \.status, "How much it uses.")
    }
}

extension ResourceQuota: Resource {
    public static let kind = Kind(
        name: "ResourceQuota", plural: "resourcequotas", shortNames: ["quota"], subresources: [.status])
}

public struct ResourceQuotaSpec: Declared {
    public var hard: [String: Quantity] = [:]
    public var scopes: [String] = []
    public var scopeSelector: ScopeSelector?

    public init() {}

    public static let schema = Schema<Self>("How much a namespace may use.") {
        Field(1, "hard", \.hard, "At most this much.")
        Field(2, "scopes", \.scopes, "Only objects with all of these count.")
        Field(3, "scopeSelector", \.scopeSelector, merge: .atomic, "Only objects that match count.")
    }
}

public struct ResourceQuotaStatus: Declared {
    public var hard: [String: Quantity] = [:]
    public var used: [String: Quantity] = [:]

    public init() {}

    public static let schema = Schema<Self>("How much a namespace uses.") {
        Field(1, "hard", \.hard, "At most this much.")
        Field(2, "used", \.used, "This much.")
    }
}

public struct ScopeSelector: Declared {
    public var matchExpressions: [ScopedResourceSelectorRequirement] = []

    public init() {}

    public static let schema = Schema<Self>("Which objects count.") {
        Field(1, "matchExpressions", \.matchExpressions, "The requirements.")
    }
}

public struct ScopedResourceSelectorRequirement: Declared {
    public var scopeName = ""
    public var `operator` = ""
    public var values: [String] = []

    public init() {}

    public static let schema = Schema<Self>("A requirement on objects that count.") {
        Field(1, "scopeName", \.scopeName, required: true, "Name of the scope.")
        Field(2, "operator", \.operator, required: true, "In, NotIn, Exists or DoesNotExist.")
        Field(3, "values", \.values, "The values.")
    }
}
