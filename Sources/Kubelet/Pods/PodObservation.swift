package import Schema

/// What the container runtime says of one pod: the other half of every decision, beside the pod's spec.
package struct PodObservation: Sendable, Hashable {
    package var sandboxes: [Sandbox] = []
    /// Every container of every attempt that the runtime still knows.
    package var containers: [Container] = []

    package init() {}

    package struct Sandbox: Sendable, Hashable {
        package var id: String
        package var isReady: Bool
        package var attempt: Int
        package var address: String

        package init(id: String, isReady: Bool, attempt: Int, address: String) {
            self.id = id
            self.isReady = isReady
            self.attempt = attempt
            self.address = address
        }
    }

    package struct Container: Sendable, Hashable {
        package enum State: Sendable, Hashable {
            case created
            case running
            case exited(code: Int, reason: String, message: String)
        }

        package var id: String
        package var name: String
        package var sandbox: String
        /// How many containers of this name the pod had before.
        package var attempt: Int
        package var state: State
        package var image = ""
        package var imageID = ""
        package var startedAt = Time()
        package var finishedAt = Time()

        package init(id: String, name: String, sandbox: String, attempt: Int, state: State) {
            self.id = id
            self.name = name
            self.sandbox = sandbox
            self.attempt = attempt
            self.state = state
        }

        package var isRunning: Bool { state == .running }

        /// Nil while it hasn't ended.
        package var exitCode: Int? {
            if case .exited(let code, _, _) = state { code } else { nil }
        }
    }

    /// The sandbox that containers can be started in.
    package var sandbox: Sandbox? { sandboxes.filter(\.isReady).max { $0.attempt < $1.attempt } }

    /// The latest container of a name.
    package func container(_ name: String) -> Container? {
        containers.filter { $0.name == name }.max { $0.attempt < $1.attempt }
    }

    /// The one before the latest.
    package func previous(_ name: String) -> Container? {
        containers.filter { $0.name == name }.sorted { $0.attempt < $1.attempt }.dropLast().last
    }

    package var running: [Container] { containers.filter(\.isRunning) }
}
