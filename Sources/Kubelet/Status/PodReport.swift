package import API
package import KubeletContract
package import Schema

/// The status of a pod, as the kubelet reports it: phase, conditions, and each container's state.
///
/// | file | says |
/// |---|---|
/// | `ContainerReport` | waiting, running or terminated; ready or not; how often restarted |
/// | `PhaseReport` | Pending, Running, Succeeded or Failed |
/// | `ConditionReport` | Initialized, ContainersReady, Ready |
///
/// It says what is, and what was said before is kept where only others can know: a pod that has ended has ended.
/// Source: kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle.
package struct PodReport {
    let pod: Pod
    let observed: PodObservation
    let memory: PodMemory
    let now: Time
    private let hostAddress: String

    /// - Parameter hostAddress: the node's.
    package init(_ pod: Pod, _ observed: PodObservation, _ memory: PodMemory, hostAddress: String, now: Time) {
        self.pod = pod
        self.observed = observed
        self.memory = memory
        self.hostAddress = hostAddress
        self.now = now
    }

    /// A pod that is being deleted stays ready as long as it serves: its readiness and its end are two things, and whoever
    /// minds the second looks at `deletionTimestamp` (KEP-1672).
    package func status() -> PodStatus {
        var status = pod.status
        status.initContainerStatuses = pod.spec.initContainers.map { self.status(of: $0, waiting: "PodInitializing") }
        let isInitialized = isInitialized(status.initContainerStatuses)
        let waiting = isInitialized ? "ContainerCreating" : "PodInitializing"
        status.containerStatuses = pod.spec.containers.map { self.status(of: $0, waiting: waiting) }
        status.hostIP = hostAddress
        status.hostIPs = [HostIP(hostAddress)]
        addAddress(&status)
        status.startTime = status.startTime ?? now
        status.phase = pod.isTerminal ? pod.status.phase : phase(isInitialized: isInitialized)
        setConditions(&status, isInitialized: isInitialized)
        return status
    }

    /// A pod that has ended keeps the address it had.
    private func addAddress(_ status: inout PodStatus) {
        let address = pod.spec.hostNetwork ? hostAddress : observed.sandbox?.address ?? ""
        guard !address.isEmpty else { return }
        status.podIP = address
        status.podIPs = [PodIP(address)]
    }

    /// All init containers have done their work. Where containers proper have begun they had, whatever is left of them.
    private func isInitialized(_ statuses: [ContainerStatus]) -> Bool {
        if pod.spec.containers.contains(where: { observed.container($0.name) != nil }) { return true }
        return zip(pod.spec.initContainers, statuses).allSatisfy { container, status in
            container.isSidecar ? status.started == true : status.state.terminated?.exitCode == 0
        }
    }
}

extension HostIP {
    fileprivate init(_ address: String) {
        self.init()
        ip = address
    }
}

extension PodIP {
    fileprivate init(_ address: String) {
        self.init()
        ip = address
    }
}
