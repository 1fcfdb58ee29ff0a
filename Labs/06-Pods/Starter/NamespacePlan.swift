import API
import LabWorker
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
        // Lab 06, step 1: yours to write.
        notWritten()
    }

    static func ofPause(_ options: NamespaceOptions) -> ProcessNamespaces {
        var namespaces = ProcessNamespaces()
        // Lab 06, step 1: yours to write.
        notWritten()
        return namespaces
    }

    static func ofContainer(_ options: NamespaceOptions) -> ProcessNamespaces {
        var namespaces = ProcessNamespaces()
        // Lab 06, step 1: yours to write.
        notWritten()
        return namespaces
    }
}
