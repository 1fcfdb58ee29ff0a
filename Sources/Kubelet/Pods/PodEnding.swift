import API
import KubeletContract

/// How a pod ends: because it is deleted, or because nothing of it will run any more.
///
/// ```
///   containers, all at once ──▶ sidecars, the last one first ──▶ the sandbox ──▶ finished
/// ```
/// Sidecars serve the others to the end: they go last, in reverse order, each when the one after it has ended.
/// Source: kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle, "Termination of Pods"; KEP-753 on sidecars.
extension PodDecision {
    /// Stops what runs, in order; when nothing does, the sandbox; and when that is stopped, all is finished.
    mutating func stop() {
        // lab 08.4: begin
        let sidecars = pod.spec.initContainers.filter(\.isSidecar).map(\.name)
        let others = observed.running.filter { !sidecars.contains($0.name) }
        let last = sidecars.last { observed.container($0)?.isRunning == true }
        let next = others.isEmpty ? observed.running.filter { $0.name == last } : others
        plan.actions = next.map { .stop(id: $0.id, name: $0.name, because: .podEnds) }
        guard plan.actions.isEmpty else { return }
        plan.actions = observed.sandboxes.filter(\.isReady).map { .stopSandbox(id: $0.id) }
        plan.isFinished = plan.actions.isEmpty
        // lab 08.4: end
    }

    /// Every container has ended and, by the restart policy, stays so.
    ///
    /// What was reported as the end stays the end, even when the runtime has forgotten the containers.
    var hasEnded: Bool {
        if pod.isTerminal { return true }
        if pod.hasFailedInit(observed) { return true }
        return pod.spec.containers.allSatisfy { container in
            guard let code = observed.container(container.name)?.exitCode else { return false }
            return !RestartRule.restarts(container, of: pod, after: code)
        }
    }
}

extension Pod {
    /// An init container that has failed and stays so ends its pod.
    func hasFailedInit(_ observed: PodObservation) -> Bool {
        guard spec.restartPolicy == .never else { return false }
        return spec.initContainers.contains { container in
            !container.isSidecar && (observed.container(container.name)?.exitCode ?? 0) != 0
        }
    }
}
