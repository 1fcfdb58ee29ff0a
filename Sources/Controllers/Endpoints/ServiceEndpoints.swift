package import API
import Schema

/// The pods behind a service, as endpoints with their ports: what both Endpoints and EndpointSlices are made of.
///
/// A pod is an endpoint as soon as it has an address and until it has ended. Whether it gets traffic is a condition:
///
/// | pod                   | ready | serving | terminating |
/// |-----------------------|-------|---------|-------------|
/// | not ready             | no    | no      | no          |
/// | ready                 | yes   | yes     | no          |
/// | being deleted, ready  | no    | yes     | yes         |
///
/// Source: kubernetes.io/docs/concepts/services-networking/endpoint-slices, "Conditions".
package struct ServiceEndpoints: Sendable {
    /// Endpoints with the same ports. A named port may be another number in another pod, and then these are two groups.
    struct Group: Sendable {
        let ports: [EndpointSlicePort]
        var endpoints: [Endpoint]
    }

    let service: Service
    private(set) var groups: [Group] = []

    /// - Parameters:
    ///   - pods: those that the service's selector matches.
    ///   - zone: of a node.
    package init(of service: Service, pods: [Pod], zone: (String) -> String? = { _ in nil }) {
        self.service = service
        for pod in pods.sorted(by: { $0.name < $1.name }) where !pod.isTerminal && !pod.status.podIP.isEmpty {
            let ports = service.spec.ports.compactMap { $0.endpointPort(of: pod) }
            if ports.isEmpty, !service.spec.ports.isEmpty { continue }
            let endpoint = Endpoint(pod, of: service, zone: zone(pod.spec.nodeName))
            if let index = groups.firstIndex(where: { $0.ports == ports }) {
                groups[index].endpoints.append(endpoint)
            } else {
                groups.append(Group(ports: ports, endpoints: [endpoint]))
            }
        }
    }

    /// Without a selector somebody else writes the endpoints; an ExternalName has none.
    package static func areMade(for service: Service) -> Bool {
        !service.spec.selector.isEmpty && service.spec.type != .externalName
    }
}

extension Service {
    package func selects(_ pod: Pod) -> Bool {
        namespace == pod.namespace && !spec.selector.isEmpty
            && spec.selector.allSatisfy { pod.metadata.labels[$0.key] == $0.value }
    }
}

extension ServicePort {
    /// Nil when the pod has no port of the name.
    fileprivate func endpointPort(of pod: Pod) -> EndpointSlicePort? {
        guard let number = pod.port(target, protocol: `protocol`) else { return nil }
        var result = EndpointSlicePort()
        result.name = name
        result.protocol = `protocol`.orTCP
        result.port = number
        result.appProtocol = appProtocol
        return result
    }

    private var target: IntOrString {
        switch targetPort {
        case nil, .int(0), .string(""): .int(port)
        case let target?: target
        }
    }
}

extension Endpoint {
    fileprivate init(_ pod: Pod, of service: Service, zone: String?) {
        self.init()
        let isGoing = pod.metadata.isBeingDeleted
        addresses = [pod.status.podIP]
        conditions.ready = service.spec.publishNotReadyAddresses || pod.isReady && !isGoing
        conditions.serving = service.spec.publishNotReadyAddresses || pod.isReady
        conditions.terminating = isGoing
        nodeName = pod.spec.nodeName.isEmpty ? nil : pod.spec.nodeName
        self.zone = zone
        if !pod.spec.hostname.isEmpty, pod.spec.subdomain == service.name { hostname = pod.spec.hostname }
        var reference = ObjectReference()
        reference.kind = Pod.kind.name
        reference.namespace = pod.namespace
        reference.name = pod.name
        reference.uid = pod.metadata.uid
        targetRef = reference
    }
}
