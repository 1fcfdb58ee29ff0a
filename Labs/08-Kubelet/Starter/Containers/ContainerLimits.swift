package import API
import Schema

/// A container's requests and limits as the kernel's control groups know them.
///
/// CPU requests become a share among those who compete; CPU limits a quota per 100 ms; memory limits a hard bound.
/// Memory requests decide only where a pod is placed, and who is killed first.
/// Source: kubernetes.io/docs/concepts/configuration/manage-resources-containers.
package struct ContainerLimits: Sendable, Hashable {
    package static let period = 100_000

    /// Relative; 1,024 a core.
    package let shares: Int
    /// Microseconds per period; 0: no limit.
    package let quota: Int
    /// Bytes; 0: no limit.
    package let memory: Int
    /// -997 (killed last) to 1000 (first).
    package let oomScore: Int

    package init(_ container: Container, qosClass: PodQOSClass, nodeMemory: Int) {
        let limits = container.resources.limits
        let requests = container.resources.effectiveRequests
        let request = requests["cpu"]?.milliValue ?? 0
        shares = max(2, request * 1024 / 1000)
        quota = limits["cpu"].map { max(1000, $0.milliValue * Self.period / 1000) } ?? 0
        memory = limits["memory"]?.value ?? 0
        oomScore = Self.oomScore(qosClass, memoryRequest: requests["memory"]?.value ?? 0, nodeMemory: nodeMemory)
    }

    /// The less of its node a burstable container has asked for, the sooner it goes.
    private static func oomScore(_ qosClass: PodQOSClass, memoryRequest: Int, nodeMemory: Int) -> Int {
        switch qosClass {
        case .guaranteed: return -997
        case .bestEffort: return 1000
        default:
            let asked = nodeMemory > 0 ? 1000 * memoryRequest / nodeMemory : 0
            return min(999, max(3, 1000 - asked))
        }
    }
}
