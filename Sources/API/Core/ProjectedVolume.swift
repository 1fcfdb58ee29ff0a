public import Schema

public struct ProjectedVolumeSource: Declared {
    public var sources: [VolumeProjection] = []
    public var defaultMode: Int?

    public init() {}

    public static let schema = Schema<Self>("Several sources in one folder.") {
        Field(1, "sources", \.sources, always: true, "The sources.")
        Field(2, "defaultMode", \.defaultMode, default: 420, "Permissions of the files.")
    }
}

public struct VolumeProjection: Declared {
    public var secret: SecretProjection?
    public var downwardAPI: DownwardAPIProjection?
    public var configMap: ConfigMapProjection?
    public var serviceAccountToken: ServiceAccountTokenProjection?

    public init() {}

    public static let schema = Schema<Self>("One source of a projected volume: one of these.") {
        Field(1, "secret", \.secret, "Entries of a Secret.")
        Field(2, "downwardAPI", \.downwardAPI, "Fields of the pod.")
        Field(3, "configMap", \.configMap, "Entries of a ConfigMap.")
        Field(4, "serviceAccountToken", \.serviceAccountToken, "A token of the pod's service account.")
    }
}

public struct SecretProjection: Declared {
    public var reference = LocalObjectReference()
    public var items: [KeyToPath] = []
    public var optional: Bool?

    public init() {}

    /// Name of the object.
    public var name: String {
        get { reference.name }
        set { reference.name = newValue }
    }

    public static let schema = Schema<Self>("Entries of a Secret.") {
        Field.inline(1, \.reference)
        Field(2, "items", \.items, "Only these entries; by default all.")
        Field(4, "optional", \.optional, "The Secret may be missing.")
    }
}

public struct ConfigMapProjection: Declared {
    public var reference = LocalObjectReference()
    public var items: [KeyToPath] = []
    public var optional: Bool?

    public init() {}

    /// Name of the object.
    public var name: String {
        get { reference.name }
        set { reference.name = newValue }
    }

    public static let schema = Schema<Self>("Entries of a ConfigMap.") {
        Field.inline(1, \.reference)
        Field(2, "items", \.items, "Only these entries; by default all.")
        Field(4, "optional", \.optional, "The ConfigMap may be missing.")
    }
}

public struct DownwardAPIProjection: Declared {
    public var items: [DownwardAPIVolumeFile] = []

    public init() {}

    public static let schema = Schema<Self>("Fields of the pod.") {
        Field(1, "items", \.items, "The files.")
    }
}

public struct ServiceAccountTokenProjection: Declared {
    public var audience = ""
    public var expirationSeconds: Int?
    public var path = ""

    public init() {}

    public static let schema = Schema<Self>("A token of the pod's service account.") {
        Field(1, "audience", \.audience, "Whom the token is for; the API server by default.")
        Field(
            2, "expirationSeconds", \.expirationSeconds, default: 3600, "How long it is valid; it is renewed in time.")
        Field(3, "path", \.path, required: true, "Path of the file.")
    }
}
