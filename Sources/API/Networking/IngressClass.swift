public import Schema

public struct IngressClass: Declared {
    public var metadata = ObjectMeta()
    public var spec = IngressClassSpec()

    public init() {}

    public static let schema = Schema<Self>("Who serves the ingresses of a class.") {
        Field(1, "metadata", \.metadata, "Standard metadata.")
        Field(2, "spec", \.spec, "Settings of the class.")
    }
}

extension IngressClass: Resource {
    public static let kind = Kind(
        group: "networking.k8s.io", name: "IngressClass", plural: "ingressclasses", isNamespaced: false)
}

public struct IngressClassSpec: Declared {
    public var controller = ""
    public var parameters: IngressClassParametersReference?

    public init() {}

    public static let schema = Schema<Self>("Settings of an ingress class.") {
        Field(1, "controller", \.controller, "Name of the controller that serves it.")
        Field(2, "parameters", \.parameters, "Settings of the controller.")
    }
}

public struct IngressClassParametersReference: Declared {
    public var apiGroup: String?
    public var kind = ""
    public var name = ""
    public var scope: String?
    public var namespace: String?

    public init() {}

    public static let schema = Schema<Self>("Where a controller's settings are.") {
        Field(1, "apiGroup", \.apiGroup, "Group of the kind.")
        Field(2, "kind", \.kind, "The kind.")
        Field(3, "name", \.name, "The name.")
        Field(4, "scope", \.scope, "Cluster or Namespace.")
        Field(5, "namespace", \.namespace, "The namespace.")
    }
}
