import API

/// Whether a container that has ended is started again.
///
/// | | pod says Always | OnFailure | Never |
/// |---|---|---|---|
/// | container | yes | unless it has ended with 0 | no |
/// | init container | unless it has ended with 0 | unless it has ended with 0 | no |
/// | sidecar | yes | yes | yes |
///
/// Source: kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle, "Container restart policy".
/// Left out compared with Kubernetes: restart rules of single containers.
enum RestartRule {
    static func restarts(_ container: Container, of pod: Pod, after exitCode: Int) -> Bool {
        // lab 08.2: begin
        if container.isSidecar { return true }
        switch pod.spec.restartPolicy {
        case .never: return false
        case .onFailure: return exitCode != 0
        default: return exitCode != 0 || !pod.isInit(container)
        }
        // lab 08.2: end
    }
}
