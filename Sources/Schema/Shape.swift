/// What a document of some kind may look like: the untyped side of a declaration.
///
/// The API server works with documents and shapes only, so that built-in kinds and those of a
/// CustomResourceDefinition go the same way: prune, default, validate, merge, describe. Everything a shape knows comes
/// from the kind's declaration (see ``Declared``) or from a custom resource's OpenAPI schema.
public indirect enum Shape: Sendable {
    case string
    case boolean
    case integer
    case number
    /// Base64 in JSON, raw in protobuf.
    case bytes
    case quantity
    case intOrString
    /// RFC 3339 with whole seconds.
    case time
    /// RFC 3339 with microseconds.
    case microTime
    case object(ObjectShape)
    case map(Shape)
    case list(Shape)
    /// Whatever is there is kept.
    case any
}

/// The members of an object, in the order of their declaration.
public final class ObjectShape: Sendable {
    /// Unique among all shapes: the name of the schema in OpenAPI, such as `io.k8s.api.Container`.
    public let name: String
    public let description: String
    public let members: [Member]
    /// Members that aren't declared stay in a document.
    public let keepsUnknown: Bool
    /// Those that have a default.
    let defaulted: [Member]
    /// The names of those without which a document is refused.
    public let required: [String]
    private let index: [String: Int]

    public init(name: String, description: String, members: [Member], keepsUnknown: Bool = false) {
        self.keepsUnknown = keepsUnknown
        self.name = name
        self.description = description
        self.members = members
        defaulted = members.filter { $0.defaultValue != nil }
        required = members.filter(\.isRequired).map(\.name)
        self.index = Dictionary(members.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    public subscript(name: String) -> Member? { index[name].map { members[$0] } }

    public struct Member: Sendable {
        public let name: String
        public let description: String
        public let isRequired: Bool
        /// What the API server fills in when the member is absent.
        public let defaultValue: JSON?
        public let merge: MergeStrategy
        private let makeShape: @Sendable () -> Shape

        /// - Parameter shape: asked for when needed, so that a shape may contain itself.
        public init(
            name: String, description: String = "", isRequired: Bool = false, defaultValue: JSON? = nil,
            merge: MergeStrategy = .natural, shape: @escaping @Sendable () -> Shape
        ) {
            self.name = name
            self.description = description
            self.isRequired = isRequired
            self.defaultValue = defaultValue
            self.merge = merge
            self.makeShape = shape
        }

        public var shape: Shape { makeShape() }
    }
}

/// How two versions of a member become one: in a strategic merge patch and in server-side apply.
///
/// Source: the `patchStrategy`, `patchMergeKey`, `listType`, `listMapKey` and `mapType` marks of the Kubernetes API.
public enum MergeStrategy: Sendable, Hashable {
    /// Objects and maps member by member, lists and single values as a whole.
    case natural
    /// Objects, too, as a whole: a label selector, say. Said to server-side apply only: a strategic merge patch goes
    /// into them.
    case atomic
    /// A list of single values without repetition: finalizers.
    case set
    /// A list of objects that are told apart by members of theirs. A strategic merge patch goes by the first of the
    /// keys, server-side apply by all of them: `containerPort` and `protocol`.
    ///
    /// With `retainKeys`, a strategic patch may name the members to keep (volumes: one source replaces the other).
    case byKey([String], retainKeys: Bool = false)
    /// An object of which a strategic patch may name the members to keep (a Deployment's strategy).
    case retainKeys

    public static func byKey(_ keys: String..., retainKeys: Bool = false) -> MergeStrategy {
        .byKey(keys, retainKeys: retainKeys)
    }
}
