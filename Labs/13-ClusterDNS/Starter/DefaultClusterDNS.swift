package import API
package import ClusterDNSContract

/// This project's cluster names: the zone, the form of messages, and the search path, together what a lab asks for and a
/// suite examines. The name server uses the first two, the kubelet the last.
extension ClusterZone: ClusterDNSCore {
    package func records(of service: Service, _ slices: [EndpointSlice]) -> [Record] {
        ServiceRecords(service, slices: slices, domain: domain).records
    }

    package func message(from bytes: [UInt8]) throws(DNSFormatError) -> DNSMessage { try DNSMessage(parsing: bytes) }

    package func bytes(of message: DNSMessage, limit: Int) -> [UInt8] { message.bytes(limit: limit) }

    package func resolver(for pod: Pod, clusterServers: [String], node: Resolver) -> Resolver {
        Resolver(pod, clusterServers: clusterServers, domain: domain, node: node)
    }

    package func questions(for name: String, _ resolver: Resolver) -> [DomainName] { resolver.questions(for: name) }
}
