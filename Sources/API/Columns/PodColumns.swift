public import Schema

extension Pod {
    public static var columns: [Column<Pod>] {
        [
            .name,
            Column("Ready", "Containers that are ready, of all.") { pod, _ in
                let summary = PodSummary(pod)
                return "\(summary.ready)/\(summary.total)"
            },
            Column("Status", "State of the pod and its containers in one word.") { pod, _ in
                .string(PodSummary(pod).reason)
            },
            Column("Restarts", "How often containers were started again, and when last.") { pod, now in
                .string(PodSummary(pod).restartText(now: now))
            },
            .age,
            Column("IP", wide: true, "Address of the pod.") { pod, _ in
                orNone(pod.status.podIPs.first?.ip ?? pod.status.podIP)
            },
            Column("Node", wide: true, "The node that the pod was bound to.") { pod, _ in orNone(pod.spec.nodeName) },
            Column("Nominated Node", wide: true, "The node on which room is being made.") { pod, _ in
                orNone(pod.status.nominatedNodeName)
            },
            Column("Readiness Gates", wide: true, "Gates that are open, of all.") { pod, _ in
                let gates = pod.spec.readinessGates.map(\.conditionType)
                let open = gates.filter { pod.status.conditions.isTrue($0) }
                return gates.isEmpty ? "<none>" : "\(open.count)/\(gates.count)"
            },
        ]
    }
}

/// What `kubectl get pods` says about a pod: one word for all its containers.
///
/// The word is that of the first init container that isn't done; after that, of the first container that waits or has
/// ended; else the pod's phase. Source: `printPod` in kubernetes/pkg/printers/internalversion.
public struct PodSummary: Sendable {
    public private(set) var reason: String
    public private(set) var ready = 0
    public let total: Int
    public private(set) var restarts = 0
    private var lastRestart = Time()

    public init(_ pod: Pod) {
        let sidecars = Set(pod.spec.initContainers.filter { $0.restartPolicy == .always }.map(\.name))
        total = pod.spec.containers.count + sidecars.count
        reason = pod.status.reason.isEmpty ? pod.status.phase.rawValue : pod.status.reason
        if pod.status.conditions[.podScheduled]?.reason == "SchedulingGated" { reason = "SchedulingGated" }
        let isInitializing = countInitContainers(pod, sidecars: sidecars)
        if !isInitializing || pod.status.conditions.isTrue(.initialized) { countContainers(pod, sidecars: sidecars) }
        guard pod.metadata.isBeingDeleted else { return }
        if pod.status.reason == "NodeLost" { reason = "Unknown" } else if !pod.isTerminal { reason = "Terminating" }
    }

    /// "3 (2m ago)".
    public func restartText(now: Time) -> String {
        restarts == 0 || lastRestart.isZero
            ? String(restarts) : "\(restarts) (\(humanAge(since: lastRestart, now: now)) ago)"
    }

    /// True when one of them is not done.
    private mutating func countInitContainers(_ pod: Pod, sidecars: Set<String>) -> Bool {
        for (index, container) in pod.status.initContainerStatuses.enumerated() {
            count(restarts: container)
            if container.state.terminated?.exitCode == 0 { continue }
            if sidecars.contains(container.name), container.started == true {
                ready += container.ready ? 1 : 0
                continue
            }
            reason = "Init:" + (container.initReason ?? "\(index)/\(pod.spec.initContainers.count)")
            return true
        }
        return false
    }

    private mutating func countContainers(_ pod: Pod, sidecars: Set<String>) {
        restarts = 0
        lastRestart = Time()
        for container in pod.status.initContainerStatuses where sidecars.contains(container.name) {
            count(restarts: container)
        }
        var hasRunning = false
        for container in pod.status.containerStatuses.reversed() {
            count(restarts: container)
            if let word = container.state.reason, reason.isEmpty || !word.isExitStatus {
                reason = word.text
            } else if container.ready, container.state.running != nil {
                hasRunning = true
                ready += 1
            }
        }
        if reason == "Completed", hasRunning { reason = pod.isReady ? "Running" : "NotReady" }
    }

    private mutating func count(restarts container: ContainerStatus) {
        restarts += container.restartCount
        if let end = container.lastState.terminated?.finishedAt { lastRestart = max(lastRestart, end) }
    }
}

extension ContainerState {
    /// Why the container isn't running; an exit status, when nobody gave a reason.
    fileprivate var reason: (text: String, isExitStatus: Bool)? {
        if let waiting, !waiting.reason.isEmpty { return (waiting.reason, false) }
        guard let terminated else { return nil }
        if !terminated.reason.isEmpty { return (terminated.reason, false) }
        return (terminated.exitText, true)
    }
}

extension ContainerStateTerminated {
    fileprivate var exitText: String { signal != 0 ? "Signal:\(signal)" : "ExitCode:\(exitCode)" }
}

extension ContainerStatus {
    /// Nil while an init container makes ordinary progress.
    fileprivate var initReason: String? {
        if let terminated = state.terminated {
            return terminated.reason.isEmpty ? terminated.exitText : terminated.reason
        }
        guard let reason = state.waiting?.reason, !reason.isEmpty, reason != "PodInitializing" else { return nil }
        return reason
    }
}
