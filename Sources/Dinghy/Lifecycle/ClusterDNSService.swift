import API
import Client

/// The Service at which pods find the cluster's DNS: 10.96.0.10, which stands in every pod's `/etc/resolv.conf`.
///
/// The server runs beside the control plane, not in pods that a selector could find, so its endpoint is written down
/// here. Source: https://kubernetes.io/docs/concepts/services-networking/service/#services-without-selectors
struct ClusterDNSService {
    /// Each has a DNS server.
    let controlPlanes: [NodeConfiguration]
    private let name = "kube-dns"
    private let namespace = "kube-system"

    /// Makes what isn't there.
    func establish(_ client: ClusterClient) async throws {
        try await create(service, client)
        try await create(endpoints, client)
    }

    /// Looked for first: a Service that is there already would be refused for its address, before its name.
    private func create<R: Resource>(_ object: R, _ client: ClusterClient) async throws {
        do { _ = try await client.get(R.self, name, namespace: namespace) } catch let status as Status
            where status.isNotFound
        {
            try await client.create(object)
        }
    }

    private var service: Service {
        var service = Service()
        service.metadata.name = name
        service.metadata.namespace = namespace
        service.metadata.labels = ["k8s-app": "kube-dns", "kubernetes.io/name": "CoreDNS"]
        service.spec.clusterIP = ClusterConfiguration.dnsServiceAddress
        service.spec.ports = [("dns", PortProtocol.udp), ("dns-tcp", .tcp)].map { name, transport in
            var port = ServicePort()
            (port.name, port.protocol, port.port) = (name, transport, 53)
            return port
        }
        return service
    }

    private var endpoints: EndpointSlice {
        var slice = EndpointSlice()
        slice.metadata.name = name
        slice.metadata.namespace = namespace
        slice.metadata.labels = [
            "kubernetes.io/service-name": name, "endpointslice.kubernetes.io/managed-by": "dinghy",
        ]
        slice.addressType = .ipv4
        slice.endpoints = controlPlanes.map { node in
            var endpoint = API.Endpoint()
            endpoint.addresses = [node.address]
            endpoint.conditions.ready = true
            endpoint.nodeName = node.name
            return endpoint
        }
        slice.ports = [("dns", PortProtocol.udp), ("dns-tcp", .tcp)].map { name, transport in
            var port = EndpointSlicePort()
            (port.name, port.protocol, port.port) = (name, transport, 53)
            return port
        }
        return slice
    }
}
