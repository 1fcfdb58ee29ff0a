import API
import Client
import Kubelet

/// Says as an event that a container begins to wait for its next try, in Kubernetes' words.
extension PodWorker {
    func tellBackOffs(_ pod: Pod, from old: PodStatus, to new: PodStatus) {
        let before = old.initContainerStatuses + old.containerStatuses
        for status in new.initContainerStatuses + new.containerStatuses {
            guard let waiting = status.state.waiting,
                waiting != before.first(where: { $0.name == status.name })?.state.waiting
            else { continue }
            tellBackOff(pod, status, waiting)
        }
    }

    private func tellBackOff(_ pod: Pod, _ status: ContainerStatus, _ waiting: ContainerStateWaiting) {
        switch waiting.reason {
        case "ImagePullBackOff":
            event(pod, .normal, "BackOff", waiting.message)
            event(pod, .warning, "Failed", "Error: \(waiting.reason)")
        case "CrashLoopBackOff":
            let name = "\(pod.metadata.name)_\(pod.metadata.namespace)(\(pod.metadata.uid))"
            event(pod, .warning, "BackOff", "Back-off restarting failed container \(status.name) in pod \(name)")
        default: break
        }
    }
}
