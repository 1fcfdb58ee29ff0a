package import API
import LabWorker
package import PodsContract
import Schema

/// A container's requests and limits as the kernel knows them.
///
/// CPU requests become a share among those who compete, 1,024 a core; CPU limits a quota of each 100 ms; memory limits a
/// hard bound. Memory requests decide only where a pod is placed, and who is killed first.
/// Source: kubernetes.io, Concepts → Configuration → Resource Management for Pods and Containers; `MilliCPUToShares`,
/// `MilliCPUToQuota` in kubernetes/pkg/kubelet/cm/helpers_linux.go.
extension ResourceLimits {
    package static let defaultPeriod = 100_000

    package init(of container: Container) {
        self.init()
        // Lab 06, step 3: yours to write.
        notWritten()
    }
}

/// Whom the kernel kills when the node's memory is used up: it adds this number to the thousandths of the memory that a
/// process uses, and takes the greatest.
///
/// The less of its node a burstable container has asked for, the sooner it goes; but never before a pod that has asked for
/// nothing, and never after one that is guaranteed.
/// Source: kubernetes.io, Concepts → Scheduling, Preemption and Eviction → Node-pressure Eviction, "Node out of memory
/// behavior".
enum OOMScore {
    static func adjustment(_ container: Container, _ qosClass: PodQOSClass, nodeMemory: Int) -> Int {
        // Lab 06, step 3: yours to write.
        notWritten()
    }
}
