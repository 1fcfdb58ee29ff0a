public import Schema

public struct ServiceAccount: Declared {
    public var metadata = ObjectMeta()
    public var secrets: [ObjectReference] = []
    public var imagePullSecrets: [LocalObjectReference] = []
    public var automountServiceAccountToken: Bool?

    public init() {}

    public static let schema = Schema<Self>("Who a pod is when it speaks to the API server.") {
        Field(1, "metadata", \.metadata, "Standard metadata.")
        Field(2, "secrets", \.secrets, merge: .byKey("name"), "Secrets that pods of this account may use.")
        Field(
            3, "imagePullSecrets", \.imagePullSecrets, "Credentials for image registries, for all pods of this account."
        )
        Field(4, "automountServiceAccountToken", \.automountServiceAccountToken, "False: don't mount tokens into pods.")
    }
}

extension ServiceAccount: Resource {
    public static let kind = Kind(
        name: "ServiceAccount", plural: "serviceaccounts", shortNames: ["sa"], subresources: [.token])
}
