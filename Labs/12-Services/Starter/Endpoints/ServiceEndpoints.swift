package import API
import LabWorker
import Schema
package import ServicesContract

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
    package let service: Service
    package private(set) var groups: [EndpointGroup] = []

    /// - Parameters:
    ///   - pods: those that the service's selector matches.
    ///   - zone: of a node.
    package init(of service: Service, pods: [Pod], zone: (String) -> String? = { _ in nil }) {
        self.service = service
        for pod in pods.sorted(by: { $0.name < $1.name }) where pod.canBeEndpoint {
            let ports = service.spec.ports.compactMap { $0.endpointPort(of: pod) }
            if ports.isEmpty, !service.spec.ports.isEmpty { continue }
            let endpoint = Endpoint(pod, of: service, zone: zone(pod.spec.nodeName))
            if let index = groups.firstIndex(where: { $0.ports == ports }) {
                groups[index].endpoints.append(endpoint)
            } else {
                groups.append(EndpointGroup(ports: ports, endpoints: [endpoint]))
            }
        }
    }

    /// Without a selector somebody else writes the endpoints; an ExternalName has none.
    package static func areMade(for service: Service) -> Bool {
        !service.spec.selector.isEmpty && service.spec.type != .externalName
    }
}

extension Service {
    /// Whether the pod belongs to the service: the selector is empty for one whose endpoints somebody else writes.
    package func selects(_ pod: Pod) -> Bool {
        // Lab 12, step 1: yours to write.
        notWritten()
    }
}

extension Pod {
    /// It has an address, and isn't over. (Whether it is ready is another question.)
    fileprivate var canBeEndpoint: Bool {
        // Lab 12, step 1: yours to write.
        notWritten()
    }
}

extension EndpointConditions {
    /// The table above. A service may want its pods shown as ready whatever they are.
    fileprivate init(of pod: Pod, in service: Service) {
        self.init()
        // Lab 12, step 1: yours to write.
        notWritten()
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

    /// The pods' port, by number or by name. Who says nothing means the same number as the service's.
    private var target: IntOrString {
        // Lab 12, step 1: yours to write.
        notWritten()
    }
}

extension Endpoint {
    fileprivate init(_ pod: Pod, of service: Service, zone: String?) {
        self.init()
        addresses = [pod.status.podIP]
        conditions = EndpointConditions(of: pod, in: service)
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
