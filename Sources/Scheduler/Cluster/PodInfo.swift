import API
import Schema

/// A pod as the scheduler looks at it: what its rules ask for again and again, worked out once.
final class PodInfo: Sendable {
    let pod: Pod
    /// Of the pod with this name there is only one at a time, but over time there may be several.
    let uid: String
    let priority: Int
    /// What must be free on a node: the sum over the containers, or what the most demanding init container needs.
    let requests: ResourceList
    /// The same with at least 100m CPU and 200 MB memory for each container that names no request, so that scores tell nodes with
    /// many such pods from empty ones.
    let scoredRequests: ResourceAmounts
    let hostPorts: [HostPort]
    /// The uid of the controller: replicas of one are spread.
    let controller: String?
    let requiredAffinity: [PodAffinityTerm]
    let requiredAntiAffinity: [PodAffinityTerm]

    init(_ pod: Pod) {
        self.pod = pod
        uid = pod.metadata.uid
        priority = pod.spec.priority ?? 0
        requests = ResourceList(pod.spec.requests, pods: 1)
        scoredRequests = ResourceList(Self.completed(pod.spec).requests, pods: 1).amounts
        hostPorts = pod.spec.containers.flatMap(\.ports).compactMap(HostPort.init)
        controller = pod.metadata.controllerReference?.uid
        requiredAffinity =
            pod.spec.affinity?.podAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []
        requiredAntiAffinity =
            pod.spec.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []
    }

    /// Whether it matters to this pod what other pods run elsewhere.
    var mindsOtherPods: Bool {
        !requiredAffinity.isEmpty || !requiredAntiAffinity.isEmpty || !pod.spec.topologySpreadConstraints.isEmpty
    }

    /// Whether everything that rules look at is the same in this newer state of the pod: most changes are of its status.
    func standsFor(_ newer: Pod) -> Bool {
        pod.metadata.labels == newer.metadata.labels
            && pod.metadata.deletionTimestamp == newer.metadata.deletionTimestamp
            && pod.spec.containers.elementsEqual(newer.spec.containers) { $0.resources == $1.resources }
    }

    /// The containers with an assumed request where they name none.
    private static func completed(_ spec: PodSpec) -> PodSpec {
        var spec = spec
        for index in spec.containers.indices {
            let named = spec.containers[index].resources.effectiveRequests
            spec.containers[index].resources.requests = assumedRequests.merging(named) { $1 }
        }
        return spec
    }

    private static let assumedRequests = ["cpu": Quantity(milli: 100), "memory": Quantity(200 << 20)]
}

/// A port of the node that a container takes for itself.
struct HostPort: Sendable, Hashable {
    var port: Int
    var `protocol`: PortProtocol
    /// Empty for all addresses of the node.
    var address: String

    init?(_ port: ContainerPort) {
        guard port.hostPort > 0 else { return nil }
        self.port = port.hostPort
        `protocol` = port.protocol.isZero ? .tcp : port.protocol
        address = port.hostIP == "0.0.0.0" ? "" : port.hostIP
    }

    func collides(with other: HostPort) -> Bool {
        port == other.port && `protocol` == other.protocol
            && (address.isEmpty || other.address.isEmpty || address == other.address)
    }
}
