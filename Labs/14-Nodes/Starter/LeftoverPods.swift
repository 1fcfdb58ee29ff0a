import Schema
package import API

/// Pods that nobody will ever finish: there is no kubelet for them.
///
/// Source: kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle, "Garbage collection of Pods".
package enum LeftoverPods {
    /// So many pods that have ended are kept.
    package static let terminatedLimit = 12500

    /// - Parameter nodeExists: of a name.
    package static func find(in pods: [Pod], limit: Int = terminatedLimit, nodeExists: (String) -> Bool) -> [Pod] {
        let stranded = pods.filter { pod in
            pod.spec.nodeName.isEmpty ? pod.metadata.isBeingDeleted : !nodeExists(pod.spec.nodeName)
        }
        let ended = pods.filter { $0.isTerminal && !$0.metadata.isBeingDeleted }
        guard ended.count > limit else { return stranded }
        let oldest = ended.sorted {
            ($0.metadata.creationTimestamp, $0.key) < ($1.metadata.creationTimestamp, $1.key)
        }.prefix(ended.count - limit)
        let keys = Set(stranded.map(\.key))
        return stranded + oldest.filter { !keys.contains($0.key) }
    }
}
