public import Schema

// An image is a stack of archives. Each says what is new in its layer and what is gone. (OCI image specification, "Image
// Layer Filesystem Changeset")

/// What an archive has of one file, folder or link; not its contents.
public struct LayerEntry: Declared, Sendable {
    /// As it stands in the archive: `./etc/hosts`, `/etc/`, `etc/.wh.passwd`.
    public var name = ""
    public var kind: Kind = .file
    /// Of a link.
    public var target = ""
    public init() {}

    public init(_ name: String, _ kind: Kind = .file, target: String = "") {
        self.name = name
        self.kind = kind
        self.target = target
    }

    public static let schema = Schema<Self>("What an archive has of one file, folder or link.") {
        Field(nil, "name", \.name)
        Field(nil, "kind", \.kind)
        Field(nil, "target", \.target)
    }

    public struct Kind: OpenEnum, Sendable {
        public var rawValue = ""
        public init() {}

        public static let file: Kind = "file"
        public static let folder: Kind = "folder"
        public static let symbolicLink: Kind = "symbolicLink"
        /// Its target is another entry of the same archive.
        public static let hardLink: Kind = "hardLink"
        /// Devices and pipes.
        public static let special: Kind = "special"
    }
}

/// What is done in the layer's folder. Paths are below it, without `.`, `..` or a slash at either end: `etc/hosts`.
public enum LayerAction: Hashable, Sendable {
    /// Makes what entry number so much stands for, in place of what an earlier entry has put there. The folders above it
    /// are made where they are missing.
    case place(Int, at: String)
    /// A second name for a file of this layer.
    case link(Int, at: String, to: String)
    /// Overlay's mark that nothing of this name is to be seen from below.
    case markRemoved(String)
    /// Overlay's mark that of a folder nothing is to be seen from below; the layer's own top is an empty path.
    case markOpaque(String)

    public var words: [String] {
        switch self {
        case .place(let entry, let path): ["place", "\(entry)", path]
        case .link(let entry, let path, let target): ["link", "\(entry)", path, target]
        case .markRemoved(let path): ["markRemoved", path]
        case .markOpaque(let path): ["markOpaque", path]
        }
    }

    public init(json: JSON) throws(DecodeError) {
        let words = try [String](json: json)
        let number = words.count > 1 ? Int(words[1]) ?? -1 : -1
        switch (words.first, words.count) {
        case ("place", 3): self = .place(number, at: words[2])
        case ("link", 4): self = .link(number, at: words[2], to: words[3])
        case ("markRemoved", 2): self = .markRemoved(words[1])
        case ("markOpaque", 2): self = .markOpaque(words[1])
        default: throw DecodeError("\(words) is not an action")
        }
    }
}

/// What a manifest says of a layer's blob, which is often compressed.
public struct LayerDescriptor: Declared, Sendable {
    /// `sha256:` and 64 hexadecimal digits: of the blob's bytes.
    public var digest = ""
    /// In bytes.
    public var size = 0
    public init() {}

    public init(digest: String, size: Int) {
        self.digest = digest
        self.size = size
    }

    public static let schema = Schema<Self>("What a manifest says of a layer's blob.") {
        Field(nil, "digest", \.digest)
        Field(nil, "size", \.size)
    }
}

/// All that an image says of a layer.
public struct LayerClaim: Declared, Sendable {
    public var blob = LayerDescriptor()
    /// The digest of the archive, uncompressed.
    public var diffID = ""
    public init() {}

    public init(_ blob: LayerDescriptor, diffID: String) {
        self.blob = blob
        self.diffID = diffID
    }

    public static let schema = Schema<Self>("All that an image says of a layer.") {
        Field(nil, "blob", \.blob)
        Field(nil, "diffID", \.diffID)
    }
}
