public import Schema

/// What the container runtime says of one pod: the other half of every decision, beside the pod's spec.
public struct PodObservation: Sendable, Hashable {
    public var sandboxes: [Sandbox] = []
    /// Every container of every attempt that the runtime still knows.
    public var containers: [Container] = []

    public init() {}

    /// The pod's network, and whatever else its containers share.
    public struct Sandbox: Sendable, Hashable {
        public var id: String
        public var isReady: Bool
        /// How many sandboxes the pod had before.
        public var attempt: Int
        /// The pod's.
        public var address: String

        public init(id: String, isReady: Bool, attempt: Int, address: String) {
            self.id = id
            self.isReady = isReady
            self.attempt = attempt
            self.address = address
        }
    }

    public struct Container: Sendable, Hashable {
        public enum State: Sendable, Hashable {
            case created
            case running
            case exited(code: Int, reason: String, message: String)
        }

        public var id: String
        public var name: String
        /// The id of the one it is in.
        public var sandbox: String
        /// How many containers of this name the pod had before.
        public var attempt: Int
        public var state: State
        public var image = ""
        public var imageID = ""
        public var startedAt = Time()
        public var finishedAt = Time()

        public init(id: String, name: String, sandbox: String, attempt: Int, state: State) {
            self.id = id
            self.name = name
            self.sandbox = sandbox
            self.attempt = attempt
            self.state = state
        }

        public var isRunning: Bool { state == .running }

        /// Nil while it hasn't ended.
        public var exitCode: Int? {
            if case .exited(let code, _, _) = state { code } else { nil }
        }
    }

    /// The sandbox that containers can be started in.
    public var sandbox: Sandbox? { sandboxes.filter(\.isReady).max { $0.attempt < $1.attempt } }

    /// The latest container of a name.
    public func container(_ name: String) -> Container? {
        containers.filter { $0.name == name }.max { $0.attempt < $1.attempt }
    }

    /// The one before the latest.
    public func previous(_ name: String) -> Container? {
        containers.filter { $0.name == name }.sorted { $0.attempt < $1.attempt }.dropLast().last
    }

    public var running: [Container] { containers.filter(\.isRunning) }
}
