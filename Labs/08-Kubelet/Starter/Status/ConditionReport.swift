import API
import KubeletContract
import LabWorker

/// The conditions of a pod: answers to yes-or-no questions, each with the time of its last change.
///
/// | condition | True when |
/// |---|---|
/// | PodScheduled | it has a node; a kubelet sees no others |
/// | PodReadyToStartContainers | its sandbox is there |
/// | Initialized | all init containers have ended well |
/// | ContainersReady | every container is ready |
/// | Ready | so are the containers, and every readiness gate is open |
///
/// Source: kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle, "Pod conditions" and "Pod readiness".
extension PodReport {
    func setConditions(_ status: inout PodStatus, isInitialized: Bool) {
        let unready = status.containerStatuses.filter { !$0.ready }.map(\.name).joined(separator: " ")
        let message = unready.isEmpty ? "" : "containers with unready status: [\(unready)]"
        let (areReady, isReady) = readiness(status.containerStatuses, status.phase)
        let why = areReady ? "" : reason(for: status.phase)
        let isInitialized = isInitialized || status.phase == .succeeded
        set(&status, .podReadyToStartContainers, observed.sandbox != nil)
        set(&status, .initialized, isInitialized, isInitialized ? "" : "ContainersNotInitialized")
        set(&status, .ready, isReady, areReady && !isReady ? "ReadinessGatesNotReady" : why, message)
        set(&status, .containersReady, areReady, why, message)
        set(&status, .podScheduled, true)
    }

    /// The containers', and the pod's, for which gates must be open, too. Nothing that has ended is ready.
    private func readiness(_ statuses: [ContainerStatus], _ phase: PodPhase) -> (containers: Bool, pod: Bool) {
        // Lab 08, step 5: yours to write.
        notWritten()
    }

    private func reason(for phase: PodPhase) -> String {
        switch phase {
        case .succeeded: "PodCompleted"
        case .failed: "PodFailed"
        default: "ContainersNotReady"
        }
    }

    /// Conditions that somebody else sets, and without which the pod isn't ready.
    private var gatesAreOpen: Bool {
        pod.spec.readinessGates.allSatisfy { pod.status.conditions.isTrue($0.conditionType) }
    }

    private func set(
        _ status: inout PodStatus, _ type: PodConditionType, _ holds: Bool, _ reason: String = "",
        _ message: String = ""
    ) {
        let condition = PodCondition(type, holds ? .true : .false, reason: reason, message: message)
        status.conditions.set(condition, at: now)
    }
}
