package import API
package import Schema

/// The downward API: what a container may learn about its own pod, by field path or resource name.
///
/// Source: kubernetes.io/docs/concepts/workloads/pods/downward-api.
package struct PodFields: Sendable {
    private let pod: Pod
    private let podAddress: String
    private let hostAddress: String
    /// Of the node, for limits that aren't set.
    private let allocatable: [String: Quantity]

    package init(_ pod: Pod, podAddress: String, hostAddress: String, allocatable: [String: Quantity]) {
        self.pod = pod
        self.podAddress = podAddress
        self.hostAddress = hostAddress
        self.allocatable = allocatable
    }

    /// Nil for a path that can't be read.
    package func field(_ path: String) -> String? {
        switch path {
        case "metadata.name": pod.metadata.name
        case "metadata.namespace": pod.metadata.namespace
        case "metadata.uid": pod.metadata.uid
        case "metadata.labels": Self.lines(pod.metadata.labels)
        case "metadata.annotations": Self.lines(pod.metadata.annotations)
        case "spec.nodeName": pod.spec.nodeName
        case "spec.serviceAccountName": pod.spec.serviceAccountName
        case "status.hostIP", "status.hostIPs": hostAddress
        case "status.podIP", "status.podIPs": podAddress
        default:
            entry(path, "metadata.labels", pod.metadata.labels)
                ?? entry(path, "metadata.annotations", pod.metadata.annotations)
        }
    }

    /// `metadata.labels['app']`; a label that isn't there is empty.
    private func entry(_ path: String, _ field: String, _ entries: [String: String]) -> String? {
        guard path.hasPrefix(field + "['"), path.hasSuffix("']") else { return nil }
        return entries[String(path.dropFirst(field.count + 2).dropLast(2))] ?? ""
    }

    private static func lines(_ entries: [String: String]) -> String {
        entries.sorted { $0.key < $1.key }
            .map { "\($0.key)=\(String(decoding: JSON.string($0.value).bytes, as: UTF8.self))" }.joined(separator: "\n")
    }

    /// `limits.cpu` and the like, in units of the divisor, rounded up.
    package func resource(_ selector: ResourceFieldSelector, container: String) -> String? {
        let name = selector.containerName.isEmpty ? container : selector.containerName
        guard let found = (pod.spec.initContainers + pod.spec.containers).first(where: { $0.name == name }) else {
            return nil
        }
        let parts = selector.resource.split(separator: ".", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return nil }
        let amount: Quantity?
        switch parts[0] {
        case "limits": amount = found.resources.limits[parts[1]] ?? allocatable[parts[1]]
        case "requests": amount = found.resources.effectiveRequests[parts[1]]
        default: return nil
        }
        let milli = amount?.milliValue ?? 0
        let divisor = max(1, selector.divisor.milliValue == 0 ? 1000 : selector.divisor.milliValue)
        return String((milli + divisor - 1) / divisor)
    }
}
