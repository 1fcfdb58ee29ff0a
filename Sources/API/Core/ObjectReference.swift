public import Schema

public struct ObjectReference: Declared {
    public var kind = ""
    public var namespace = ""
    public var name = ""
    public var uid = ""
    public var apiVersion = ""
    public var resourceVersion = ""
    public var fieldPath = ""

    public init() {}

    public static let schema = Schema<Self>("Another object, or a part of it.") {
        Field(1, "kind", \.kind, "Kind of the object.")
        Field(2, "namespace", \.namespace, "Its namespace.")
        Field(3, "name", \.name, "Its name.")
        Field(4, "uid", \.uid, "Its uid.")
        Field(5, "apiVersion", \.apiVersion, "Its API version.")
        Field(6, "resourceVersion", \.resourceVersion, "Its version.")
        Field(7, "fieldPath", \.fieldPath, "A part of it, such as spec.containers{web}.")
    }
}

public struct LocalObjectReference: Declared {
    public var name = ""

    public init() {}

    public static let schema = Schema<Self>("An object in the same namespace.") {
        Field(1, "name", \.name, "Its name.")
    }
}

public struct TypedLocalObjectReference: Declared {
    public var apiGroup: String?
    public var kind = ""
    public var name = ""

    public init() {}

    public static let schema = Schema<Self>("An object of a kind, in the same namespace.") {
        Field(1, "apiGroup", \.apiGroup, "Group of the kind.")
        Field(2, "kind", \.kind, required: true, "The kind.")
        Field(3, "name", \.name, required: true, "Its name.")
    }
}

public struct TypedObjectReference: Declared {
    public var apiGroup: String?
    public var kind = ""
    public var name = ""
    public var namespace: String?

    public init() {}

    public static let schema = Schema<Self>("An object of a kind, in some namespace.") {
        Field(1, "apiGroup", \.apiGroup, "Group of the kind.")
        Field(2, "kind", \.kind, required: true, "The kind.")
        Field(3, "name", \.name, required: true, "Its name.")
        Field(4, "namespace", \.namespace, "Its namespace.")
    }
}

public struct SecretReference: Declared {
    public var name = ""
    public var namespace = ""

    public init() {}

    public static let schema = Schema<Self>("A Secret in some namespace.") {
        Field(1, "name", \.name, "Its name.")
        Field(2, "namespace", \.namespace, "Its namespace.")
    }
}
