package import API
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
        // lab 06.3: begin
        let limits = container.resources.limits
        let request = container.resources.effectiveRequests["cpu"]?.milliValue ?? 0
        // The kernel's own bounds. Who requests nothing gets the least, and not nothing.
        cpuShares = min(max(2, request * 1024 / 1000), 262_144)
        cpuPeriod = Self.defaultPeriod
        if let limit = limits["cpu"]?.milliValue, limit > 0 {
            cpuQuota = max(1000, limit * Self.defaultPeriod / 1000)
        }
        if let limit = limits["memory"]?.value, limit > 0 { memory = limit }
        // lab 06.3: end
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
        // lab 06.3: begin
        switch qosClass {
        case .guaranteed: return -997
        case .bestEffort: return 1000
        default:
            let request = container.resources.effectiveRequests["memory"]?.value ?? 0
            let asked = nodeMemory > 0 ? 1000 * request / nodeMemory : 0
            return min(999, max(3, 1000 - asked))
        }
        // lab 06.3: end
    }
}
