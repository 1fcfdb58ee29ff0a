import API
import Kubelet
import KubeletContract
import Schema

/// A pod, a runtime that does what it is asked, and a clock: the decision is asked again until it wants nothing.
struct PodStory {
    var pod: Pod
    var runtime = PodObservation()
    var memory = PodMemory()
    var now = Time(seconds: 1_000_000)
    /// What was done, in words.
    private(set) var told: [String] = []

    init(_ pod: Pod) { self.pod = pod }

    /// Does what is due until nothing is; returns what was done.
    @discardableResult
    mutating func settle(isStopping: Bool = false) -> [String] {
        let first = told.count
        for _ in 0..<20 {
            let actions = decision(isStopping: isStopping).actions
            guard !actions.isEmpty else { break }
            for action in actions { perform(action) }
        }
        return Array(told[first...])
    }

    func decision(isStopping: Bool = false) -> PodPlan {
        PodDecision(pod, runtime, memory, isStopping: isStopping, now: now).plan
    }

    func status() -> PodStatus {
        PodReport(pod, runtime, memory, hostAddress: "172.30.0.3", now: now).status()
    }

    /// A container ends by itself.
    mutating func exit(_ name: String, _ code: Int, after seconds: Int = 1) {
        now = now + seconds
        change(name) { container, now in
            container.state = .exited(code: code, reason: "", message: "")
            container.finishedAt = now
        }
    }

    private mutating func change(_ name: String, _ body: (inout PodObservation.Container, Time) -> Void) {
        guard let id = runtime.container(name)?.id, let index = runtime.containers.firstIndex(where: { $0.id == id })
        else { return }
        body(&runtime.containers[index], now)
    }

    private mutating func perform(_ action: PodAction) {
        switch action {
        case .createSandbox(let attempt):
            told.append("sandbox \(attempt)")
            runtime.sandboxes.append(
                PodObservation.Sandbox(
                    id: "s\(attempt)", isReady: true, attempt: attempt, address: "10.244.1.\(attempt + 2)"))
        case .start(let name, let attempt): start(name, attempt)
        case .stop(_, let name, let reason):
            told.append("stop \(name): \(reason.rawValue)")
            exit(name, 137, after: 0)
        case .stopSandbox(let id):
            told.append("stop \(id)")
            for index in runtime.sandboxes.indices where runtime.sandboxes[index].id == id {
                runtime.sandboxes[index].isReady = false
            }
        case .removeSandbox(let id):
            told.append("remove \(id)")
            runtime.sandboxes.removeAll { $0.id == id }
            runtime.containers.removeAll { $0.sandbox == id }
        case .removeContainer(let container):
            told.append("remove \(container.id)")
            runtime.containers.removeAll { $0.id == container.id }
        }
    }

    private mutating func start(_ name: String, _ attempt: Int) {
        told.append("start \(name) \(attempt)")
        memory.started(name, after: runtime.container(name))
        var container = PodObservation.Container(
            id: "\(name)\(attempt)", name: name, sandbox: runtime.sandbox?.id ?? "", attempt: attempt, state: .running)
        container.startedAt = now
        runtime.containers.append(container)
    }
}

/// A pod with containers of these names.
func pod(_ names: String..., initContainers: [Container] = [], restartPolicy: RestartPolicy = .always) -> Pod {
    var pod = Pod()
    pod.metadata.name = "web"
    pod.metadata.namespace = "default"
    pod.metadata.uid = "u1"
    pod.spec.containers = names.map { container($0) }
    pod.spec.initContainers = initContainers
    pod.spec.restartPolicy = restartPolicy
    return pod
}

func container(_ name: String, isSidecar: Bool = false) -> Container {
    var container = Container()
    container.name = name
    container.image = "busybox"
    if isSidecar { container.restartPolicy = .always }
    return container
}
