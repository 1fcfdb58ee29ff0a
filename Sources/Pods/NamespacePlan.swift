import API
import PodsContract

/// Which namespaces are new, which are the pod's, and which are the node's.
///
/// ```
///                  mounts   processes        network   host name   shared memory
///   pause            –      own if shared    own       own         own
///   container       own     own              pod       pod         pod
///   hostNetwork                              node      node
///   hostPID                 node
///   hostIPC                                                        node
///   shareProcessNamespace   pod
/// ```
/// What is shared must be held by somebody who stays while containers come and go: the pause process. The host's name
/// goes with the network, since it is the network's name for the host.
/// Source: kubernetes.io, Concepts → Workloads → Pods, "Resource sharing and communication"; `NamespaceOption` in CRI.
enum NamespacePlan {
    static func options(of pod: PodSpec) -> NamespaceOptions {
        // lab 06.1: begin
        NamespaceOptions(
            network: pod.hostNetwork ? .node : .pod, ipc: pod.hostIPC ? .node : .pod,
            process: pod.hostPID ? .node : pod.shareProcessNamespace == true ? .pod : .container)
        // lab 06.1: end
    }

    static func ofPause(_ options: NamespaceOptions) -> ProcessNamespaces {
        var namespaces = ProcessNamespaces()
        // lab 06.1: begin
        namespaces.network = options.network == .node ? .node : .own
        namespaces.hostname = namespaces.network
        namespaces.ipc = options.ipc == .node ? .node : .own
        // One that nobody shares isn't needed.
        namespaces.process = options.process == .pod ? .own : .node
        // lab 06.1: end
        return namespaces
    }

    static func ofContainer(_ options: NamespaceOptions) -> ProcessNamespaces {
        var namespaces = ProcessNamespaces()
        // lab 06.1: begin
        namespaces.mount = .own
        namespaces.network = options.network == .node ? .node : .pod
        namespaces.hostname = namespaces.network
        namespaces.ipc = options.ipc == .node ? .node : .pod
        namespaces.process =
            switch options.process {
            case .pod: .pod
            case .node: .node
            case .target: .target
            default: .own
            }
        // lab 06.1: end
        return namespaces
    }
}
