public import Schema

/// What a pod asks of a node.
///
/// Init containers run one after the other and before the rest, so the largest counts; sidecars (init containers that
/// restart always) go on beside whatever starts later.
/// Source: kubernetes.io/docs/concepts/workloads/pods/sidecar-containers, "Resource sharing within containers".
extension PodSpec {
    public var requests: [String: Quantity] { total(\.effectiveRequests) }
    public var limits: [String: Quantity] { total(\.limits) }

    private func total(_ part: (ResourceRequirements) -> [String: Quantity]) -> [String: Quantity] {
        var running = containers.reduce(into: [:]) { $0.add(part($1.resources)) }
        var sidecars: [String: Quantity] = [:]
        var starting: [String: Quantity] = [:]
        for container in initContainers {
            var own = part(container.resources)
            if container.restartPolicy == .always {
                running.add(own)
                sidecars.add(own)
                own = sidecars
            } else {
                own.add(sidecars)
            }
            starting.raise(to: own)
        }
        running.raise(to: starting)
        running.add(overhead)
        return running
    }
}

extension ResourceRequirements {
    /// What is limited and not requested is requested up to the limit.
    public var effectiveRequests: [String: Quantity] { limits.merging(requests) { _, request in request } }
}

extension [String: Quantity] {
    public mutating func add(_ other: [String: Quantity]) {
        merge(other) { $0 + $1 }
    }

    public mutating func raise(to other: [String: Quantity]) {
        merge(other) { Swift.max($0, $1) }
    }
}
