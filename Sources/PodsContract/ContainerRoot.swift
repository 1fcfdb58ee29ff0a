public import Schema

/// What a container's file system is made of.
public struct ContainerRoot: Declared, Sendable {
    /// The image's layers as folders, the lowest first, as the image lists them.
    public var layers: [String] = []
    /// The container's own: in it are the empty folders `upper`, `work` and `root`.
    public var folder = ""
    public var isReadOnly = false
    /// May write to /sys.
    public var isPrivileged = false
    /// In the order in which they are to be mounted.
    public var mounts: [BindMount] = []
    /// Paths that are hidden, and that can't be written to.
    public var maskedPaths: [String] = []
    public var readOnlyPaths: [String] = []
    /// Made where it is missing; may be empty.
    public var workingFolder = ""
    /// Overlay file systems can be mounted on this node; else `root` is a copy of the layers already.
    public var hasOverlay = true
    /// Device files can be made on this node; not in a user namespace, where the node's own are mounted instead.
    public var hasDevices = true
    public init() {}

    public static let schema = Schema<Self>("What a container's file system is made of.") {
        Field(nil, "layers", \.layers)
        Field(nil, "folder", \.folder)
        Field(nil, "isReadOnly", \.isReadOnly)
        Field(nil, "isPrivileged", \.isPrivileged)
        Field(nil, "mounts", \.mounts)
        Field(nil, "maskedPaths", \.maskedPaths)
        Field(nil, "readOnlyPaths", \.readOnlyPaths)
        Field(nil, "workingFolder", \.workingFolder)
        Field(nil, "hasOverlay", \.hasOverlay, always: true)
        Field(nil, "hasDevices", \.hasDevices, always: true)
    }
}

/// A file or folder of the node that is seen in the container.
public struct BindMount: Declared, Sendable {
    public var source = ""
    public var target = ""
    public var isReadOnly = false
    /// With what is mounted below the source.
    public var isRecursive = true
    public init() {}

    public init(_ source: String, at target: String, isReadOnly: Bool = false) {
        self.source = source
        self.target = target
        self.isReadOnly = isReadOnly
    }

    public static let schema = Schema<Self>("A file or folder of the node that is seen in the container.") {
        Field(nil, "source", \.source)
        Field(nil, "target", \.target)
        Field(nil, "isReadOnly", \.isReadOnly)
        Field(nil, "isRecursive", \.isRecursive, always: true)
    }
}
