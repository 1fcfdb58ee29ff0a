internal import Conformance

extension Topic {
    init(step: Int, name: String, source: String, invariant: String, look: String) {
        self.init(
            concept: "pods", step: step, name: name, source: source, invariant: invariant, look: look
        ) { text, scenario in
            var story = try await Story(scenario)
            try await story.tell(text)
        }
    }
}

/// Where requirements are from.
enum Page {
    static let pods = "https://kubernetes.io/docs/concepts/workloads/pods/"
    static let processes = "https://kubernetes.io/docs/tasks/configure-pod-container/share-process-namespace/"
    static let security = "https://kubernetes.io/docs/concepts/security/pod-security-standards/"
    static let resources = "https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/"
    static let qos = "https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/"
    static let outOfMemory = "https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/"
    static let cgroup2 = "https://docs.kernel.org/admin-guide/cgroup-v2.html"
    static let cgroup1 = "https://docs.kernel.org/scheduler/sched-bwc.html"
    static let runtime = "https://github.com/opencontainers/runtime-spec/blob/main/config-linux.md"
    static let mounts = "https://man7.org/linux/man-pages/man7/mount_namespaces.7.html"
    static let pivot = "https://man7.org/linux/man-pages/man2/pivot_root.2.html"
    static let overlay = "https://docs.kernel.org/filesystems/overlayfs.html"
    static let interface = "https://github.com/kubernetes/cri-api/blob/master/pkg/apis/runtime/v1/api.proto"
    static let layer = "https://github.com/opencontainers/image-spec/blob/main/layer.md"
    static let configuration = "https://github.com/opencontainers/image-spec/blob/main/config.md"
    static let descriptor = "https://github.com/opencontainers/image-spec/blob/main/descriptor.md"
}
