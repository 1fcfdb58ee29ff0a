import API
import Schema

/// What a kubelet is told by its flags.
struct KubeletSettings: Sendable {
    var nodeName: String
    var nodeAddress: String
    var podCIDR: String
    var port: Int
    /// Volumes and the pods' own files, on the node.
    var rootFolder: String
    /// The containers' logs: `NAMESPACE_POD_UID/CONTAINER/ATTEMPT.log` below it.
    var logFolder: String
    var cgroupRoot: String
    var clusterDNS: [String]
    var clusterDomain: String
    var labels: [String: String]
    var taints: [Taint]
    var capacity: [String: Quantity]

    func podFolder(_ uid: String) -> String { "\(rootFolder)/pods/\(uid)" }

    func podLogFolder(_ pod: Pod) -> String {
        "\(logFolder)/\(pod.metadata.namespace)_\(pod.metadata.name)_\(pod.metadata.uid)"
    }

    /// A container's log, below the pod's log folder.
    static func logPath(container: String, attempt: Int) -> String { "\(container)/\(attempt).log" }
}

/// The words under which the kubelet marks what it makes in the runtime, so that it finds it again.
///
/// The same as Kubernetes' kubelet uses: tools like crictl show them.
enum PodLabel {
    static let name = "io.kubernetes.pod.name"
    static let namespace = "io.kubernetes.pod.namespace"
    static let uid = "io.kubernetes.pod.uid"
    static let container = "io.kubernetes.container.name"
}
