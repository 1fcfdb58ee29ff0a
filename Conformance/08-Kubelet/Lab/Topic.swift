internal import Conformance

extension Topic {
    init(step: Int, name: String, source: String, invariant: String, look: String) {
        self.init(
            concept: "kubelet", step: step, name: name, source: source, invariant: invariant, look: look
        ) { text, scenario in
            var story = try await Story(scenario)
            try await story.tell(text)
        }
    }
}

/// Where requirements are from.
enum Page {
    static let lifeCycle = "https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/"
    static let initContainers = "https://kubernetes.io/docs/concepts/workloads/pods/init-containers/"
    static let sidecars = "https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/"
    static let probes =
        "https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/"
    static let debugging = "https://kubernetes.io/docs/tasks/debug/debug-application/debug-running-pod/"
    static let code = "https://github.com/kubernetes/kubernetes/blob/master/pkg/kubelet/"
}
