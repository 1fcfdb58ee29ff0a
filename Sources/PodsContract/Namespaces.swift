public import Schema

// A namespace is what a process is told about one thing: the mounts, the processes, the network, the host's name, the
// shared memory. (namespaces(7))

/// The kinds that pods are made of.
public struct NamespaceKind: OpenEnum, Sendable {
    public var rawValue = ""
    public init() {}

    public static let mount: NamespaceKind = "mnt"
    public static let process: NamespaceKind = "pid"
    public static let network: NamespaceKind = "net"
    public static let ipc: NamespaceKind = "ipc"
    /// The host's name.
    public static let hostname: NamespaceKind = "uts"
}

/// How far something is shared, as the Container Runtime Interface has it (`NamespaceMode`).
public struct NamespaceMode: OpenEnum, Sendable {
    public var rawValue = ""
    public init() {}

    /// All containers of the pod.
    public static let pod: NamespaceMode = "pod"
    /// Nobody.
    public static let container: NamespaceMode = "container"
    /// All of the node.
    public static let node: NamespaceMode = "node"
    /// One other container.
    public static let target: NamespaceMode = "target"
}

/// What a kubelet asks for (`NamespaceOption`). The mounts are always the container's own.
public struct NamespaceOptions: Declared, Sendable {
    /// Together with the host's name.
    public var network: NamespaceMode = .pod
    public var ipc: NamespaceMode = .pod
    public var process: NamespaceMode = .container
    public init() {}

    public init(network: NamespaceMode, ipc: NamespaceMode, process: NamespaceMode) {
        self.network = network
        self.ipc = ipc
        self.process = process
    }

    public static let schema = Schema<Self>("What a kubelet asks for.") {
        Field(nil, "network", \.network)
        Field(nil, "ipc", \.ipc)
        Field(nil, "process", \.process)
    }
}

/// Whose namespace a process has.
public struct NamespaceChoice: OpenEnum, Sendable {
    public var rawValue = ""
    public init() {}

    /// A new one.
    public static let own: NamespaceChoice = "own"
    /// The pause process's.
    public static let pod: NamespaceChoice = "pod"
    public static let node: NamespaceChoice = "node"
    /// Another container's.
    public static let target: NamespaceChoice = "target"
}

/// Whose namespaces a process has, of each kind.
public struct ProcessNamespaces: Declared, Sendable {
    public var mount: NamespaceChoice = .node
    public var process: NamespaceChoice = .node
    public var network: NamespaceChoice = .node
    public var ipc: NamespaceChoice = .node
    public var hostname: NamespaceChoice = .node
    public init() {}

    public static let schema = Schema<Self>("Whose namespaces a process has.") {
        Field(nil, "mnt", \.mount)
        Field(nil, "pid", \.process)
        Field(nil, "net", \.network)
        Field(nil, "ipc", \.ipc)
        Field(nil, "uts", \.hostname)
    }
}
