public import Schema

public struct EnvVar: Declared {
    public var name = ""
    public var value = ""
    public var valueFrom: EnvVarSource?

    public init() {}

    public static let schema = Schema<Self>("An environment variable.") {
        Field(1, "name", \.name, required: true, "Name of the variable.")
        Field(2, "value", \.value, "Its value; $(NAME) is replaced by an earlier variable.")
        Field(3, "valueFrom", \.valueFrom, "Where the value comes from instead.")
    }
}

public struct EnvVarSource: Declared {
    public var fieldRef: ObjectFieldSelector?
    public var resourceFieldRef: ResourceFieldSelector?
    public var configMapKeyRef: ConfigMapKeySelector?
    public var secretKeyRef: SecretKeySelector?

    public init() {}

    public static let schema = Schema<Self>("Where the value of an environment variable comes from: one of these.") {
        Field(1, "fieldRef", \.fieldRef, merge: .atomic, "A field of the pod, such as metadata.name or status.podIP.")
        Field(2, "resourceFieldRef", \.resourceFieldRef, merge: .atomic, "A resource of a container.")
        Field(3, "configMapKeyRef", \.configMapKeyRef, merge: .atomic, "An entry of a ConfigMap.")
        Field(4, "secretKeyRef", \.secretKeyRef, merge: .atomic, "An entry of a Secret.")
    }
}

public struct EnvFromSource: Declared {
    public var prefix = ""
    public var configMapRef: ConfigMapEnvSource?
    public var secretRef: SecretEnvSource?

    public init() {}

    public static let schema = Schema<Self>("All entries of a ConfigMap or Secret, as environment variables.") {
        Field(1, "prefix", \.prefix, "Put in front of each name.")
        Field(2, "configMapRef", \.configMapRef, "The ConfigMap.")
        Field(3, "secretRef", \.secretRef, "The Secret.")
    }
}

public struct ObjectFieldSelector: Declared {
    public var apiVersion = ""
    public var fieldPath = ""

    public init() {}

    public static let schema = Schema<Self>("A field of an object.") {
        Field(1, "apiVersion", \.apiVersion, default: "v1", "The version in which the path is written.")
        Field(2, "fieldPath", \.fieldPath, required: true, "Path of the field.")
    }
}

public struct ResourceFieldSelector: Declared {
    public var containerName = ""
    public var resource = ""
    public var divisor = Quantity()

    public init() {}

    public static let schema = Schema<Self>("A resource of a container.") {
        Field(1, "containerName", \.containerName, "The container; needed in volumes.")
        Field(2, "resource", \.resource, required: true, "Such as limits.cpu.")
        Field(3, "divisor", \.divisor, "The unit, such as 1Mi.")
    }
}

public struct ConfigMapKeySelector: Declared {
    public var reference = LocalObjectReference()
    public var key = ""
    public var optional: Bool?

    public init() {}

    /// Name of the object.
    public var name: String {
        get { reference.name }
        set { reference.name = newValue }
    }

    public static let schema = Schema<Self>("An entry of a ConfigMap.") {
        Field.inline(1, \.reference)
        Field(2, "key", \.key, required: true, "Key of the entry.")
        Field(3, "optional", \.optional, "It may be missing.")
    }
}

public struct SecretKeySelector: Declared {
    public var reference = LocalObjectReference()
    public var key = ""
    public var optional: Bool?

    public init() {}

    /// Name of the object.
    public var name: String {
        get { reference.name }
        set { reference.name = newValue }
    }

    public static let schema = Schema<Self>("An entry of a Secret.") {
        Field.inline(1, \.reference)
        Field(2, "key", \.key, required: true, "Key of the entry.")
        Field(3, "optional", \.optional, "It may be missing.")
    }
}

public struct ConfigMapEnvSource: Declared {
    public var reference = LocalObjectReference()
    public var optional: Bool?

    public init() {}

    /// Name of the object.
    public var name: String {
        get { reference.name }
        set { reference.name = newValue }
    }

    public static let schema = Schema<Self>("A ConfigMap as a source of variables.") {
        Field.inline(1, \.reference)
        Field(2, "optional", \.optional, "It may be missing.")
    }
}

public struct SecretEnvSource: Declared {
    public var reference = LocalObjectReference()
    public var optional: Bool?

    public init() {}

    /// Name of the object.
    public var name: String {
        get { reference.name }
        set { reference.name = newValue }
    }

    public static let schema = Schema<Self>("A Secret as a source of variables.") {
        Field.inline(1, \.reference)
        Field(2, "optional", \.optional, "It may be missing.")
    }
}
