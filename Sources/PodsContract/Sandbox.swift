public import Schema

/// The process that holds a pod's namespaces while containers come and go.
public struct PauseProcess: Declared, Sendable {
    public var options = NamespaceOptions()
    /// The pod's network, which somebody has made and connected, or is connecting, as a path; empty for the node's.
    public var networkNamespace = ""
    public var hostname = ""
    /// `net.ipv4.ip_forward`: `1`. Of kinds that are the pod's own.
    public var sysctls: [String: String] = [:]
    public init() {}

    public static let schema = Schema<Self>("The process that holds a pod's namespaces.") {
        Field(nil, "options", \.options)
        Field(nil, "networkNamespace", \.networkNamespace)
        Field(nil, "hostname", \.hostname)
        Field(nil, "sysctls", \.sysctls)
    }
}

/// What there is of a pod on its node.
public struct SandboxObservation: Declared, Sendable {
    /// Not the node's.
    public var hasOwnNetwork = true
    /// The pause process runs.
    public var isHeld = false
    /// All that a stop asks for has been done.
    public var isStopped = false
    /// In the order in which they were made.
    public var containers: [SandboxContainer] = []
    public init() {}

    public static let schema = Schema<Self>("What there is of a pod on its node.") {
        Field(nil, "hasOwnNetwork", \.hasOwnNetwork, always: true)
        Field(nil, "isHeld", \.isHeld)
        Field(nil, "isStopped", \.isStopped)
        Field(nil, "containers", \.containers)
    }
}

public struct SandboxContainer: Declared, Sendable {
    public var id = ""
    public var state: ContainerState = .created
    public init() {}

    public init(_ id: String, _ state: ContainerState) {
        self.id = id
        self.state = state
    }

    public static let schema = Schema<Self>("A container of a pod.") {
        Field(nil, "id", \.id)
        Field(nil, "state", \.state)
    }

    public struct ContainerState: OpenEnum, Sendable {
        public var rawValue = ""
        public init() {}

        public static let created: ContainerState = "created"
        public static let running: ContainerState = "running"
        public static let exited: ContainerState = "exited"
    }
}

/// What a kubelet asks for.
public enum SandboxRequest: Hashable, Sendable {
    /// A new pod.
    case run
    case create
    case start(String)
    case stop
    case remove
}

/// What is done for it.
public enum SandboxAction: Hashable, Sendable {
    /// An empty network namespace, before anybody can enter or connect it.
    case makeNetwork
    /// By the network plugin, which gives the pod its address.
    case connect
    case startPause
    case start(String)
    /// And its processes are gone.
    case kill(String)
    case endPause
    /// By the network plugin, which takes the address back.
    case disconnect
    case removeNetwork
    /// Its files.
    case remove(String)
    /// The pod's control group, which must be empty.
    case removeCgroup
}

// MARK: - As words

extension SandboxRequest {
    /// `["start", "web"]`
    public var words: [String] {
        switch self {
        case .run: ["run"]
        case .create: ["create"]
        case .start(let id): ["start", id]
        case .stop: ["stop"]
        case .remove: ["remove"]
        }
    }

    public init(json: JSON) throws(DecodeError) {
        let words = try [String](json: json)
        switch (words.first, words.count) {
        case ("run", 1): self = .run
        case ("create", 1): self = .create
        case ("start", 2): self = .start(words[1])
        case ("stop", 1): self = .stop
        case ("remove", 1): self = .remove
        default: throw DecodeError("\(words) is not a request")
        }
    }
}

extension SandboxAction {
    /// `["kill", "web"]`
    public var words: [String] {
        switch self {
        case .start(let id): ["start", id]
        case .kill(let id): ["kill", id]
        case .remove(let id): ["remove", id]
        default: ["\(self)"]
        }
    }
}
