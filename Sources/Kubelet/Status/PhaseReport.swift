import API
import KubeletContract

/// Where a pod stands in its life, in one word.
///
/// | phase | when |
/// |---|---|
/// | Pending | init containers aren't through, or not all containers have been started yet |
/// | Running | all were started, and at least one runs or will again |
/// | Succeeded | all have ended with 0 and stay so |
/// | Failed | all have ended, one of them badly, and stay so; or an init container has failed for good |
///
/// Unknown is nobody's report: it is what was said of pods whose node was lost.
extension PodReport {
    func phase(isInitialized: Bool) -> PodPhase {
        // lab 08.5: begin
        if pod.hasFailedInit(observed) { return .failed }
        let latest = pod.spec.containers.compactMap { observed.container($0.name) }
        let isNew = latest.contains { $0.state == .created && $0.attempt == 0 }
        guard isInitialized, !isNew, latest.count == pod.spec.containers.count else { return .pending }
        let isOver = zip(pod.spec.containers, latest).allSatisfy { container, last in
            last.exitCode.map { !RestartRule.restarts(container, of: pod, after: $0) } ?? false
        }
        guard isOver else { return .running }
        return latest.allSatisfy { $0.exitCode == 0 } ? .succeeded : .failed
        // lab 08.5: end
    }
}
