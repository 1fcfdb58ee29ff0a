internal import CRI
internal import GRPC
internal import Linux
internal import Synchronization

/// A container runtime without containers: it remembers what a kubelet asks of it, and says what the case wants to be said.
///
/// ```
///   kubelet under test ── CRI (gRPC, a unix socket) ──▶ StageRuntime ◀── the case: ends containers, loses sandboxes,
///                                                          │                decides what exec answers
///                                                          └──▶ calls: what was asked, in which order, and when
/// ```
/// A container runs from its start until it is stopped, until the case ends it, or ends at once where the case has said so.
/// It answers as `runtime.v1`, and as `runtime.v1alpha2`, which has the same messages: kubelets up to 1.22 ask for that.
final class StageRuntime: Sendable {
    /// What was asked.
    struct Call: Sendable, CustomStringConvertible {
        enum Kind: String, Sendable {
            case runSandbox = "RunPodSandbox"
            case stopSandbox = "StopPodSandbox"
            case removeSandbox = "RemovePodSandbox"
            case create = "CreateContainer"
            case start = "StartContainer"
            case stop = "StopContainer"
            case remove = "RemoveContainer"
            case exec = "ExecSync"
            case pull = "PullImage"
        }

        var kind: Kind
        /// The pod's, the container's or the image's name.
        var name: String
        /// Of the container or sandbox.
        var id = ""
        /// Until SIGKILL, when it is a stop.
        var seconds = 0
        var command: [String] = []
        var at = ContinuousClock.now

        var description: String {
            let end = kind == .stop ? " (\(seconds) s)" : kind == .exec ? " \(command.joined(separator: " "))" : ""
            return "\(kind.rawValue) \(name)\(end)"
        }
    }

    struct State: Sendable {
        var calls: [Call] = []
        var sandboxes: [PodSandboxStatus] = []
        var containers: [Container] = []
        var made = 0
        var images: Set<String> = [StageRuntime.image]
        /// By container: the exit code with which it ends as soon as it is started, and how often.
        var endings: [String: (code: Int, times: Int)] = [:]
        /// By command: what it exits with; 0 where nothing is said.
        var answers: [String: Int] = [:]
    }

    struct Container: Sendable {
        var sandbox: String
        var config: ContainerConfig
        var status: ContainerStatus
    }

    /// The image that is there.
    static let image = "busybox:1.36"

    let state = Mutex(State())

    /// All of it, under both names of the interface.
    var services: GRPCServices {
        var services = runtimeServices(self, self)
        services.answer(as: "runtime.v1alpha2.RuntimeService", like: "runtime.v1.RuntimeService")
        services.answer(as: "runtime.v1alpha2.ImageService", like: "runtime.v1.ImageService")
        return services
    }

    // MARK: - What the case says

    /// As soon as it is started it has ended.
    func ends(_ container: String, _ code: Int, times: Int = .max) {
        state.withLock { $0.endings[container] = (code, times) }
    }

    /// The latest container of the name ends now.
    func end(_ name: String, code: Int) {
        state.withLock { state in
            guard let index = state.containers.lastIndex(where: { $0.config.metadata.name == name }) else { return }
            state.containers[index].status.end(code)
        }
    }

    func answers(_ command: String, _ code: Int) { state.withLock { $0.answers[command] = code } }

    func loseSandboxes() {
        state.withLock { state in
            for index in state.sandboxes.indices { state.sandboxes[index].state = .notReady }
            for index in state.containers.indices where state.containers[index].status.state == .running {
                state.containers[index].status.end(137)
            }
        }
    }

    // MARK: - What the case sees

    var calls: [Call] { state.withLock(\.calls) }

    func calls(_ kind: Call.Kind, _ name: String) -> [Call] { calls.filter { $0.kind == kind && $0.name == name } }

    /// What runs, by the containers' names.
    var running: [String] {
        state.withLock { state in
            state.containers.filter { $0.status.state == .running }.map(\.config.metadata.name).sorted()
        }
    }

    func config(of container: String) -> ContainerConfig? {
        state.withLock { $0.containers.last { $0.config.metadata.name == container }?.config }
    }

    var story: String { calls.map(\.description).joined(separator: "\n") }
}

extension ContainerStatus {
    /// A second time does nothing.
    mutating func end(_ code: Int) {
        guard state != .exited else { return }
        (state, exitCode, finishedAt) = (.exited, code, Int(realNanoseconds()))
        reason = code == 0 ? "Completed" : "Error"
    }
}
