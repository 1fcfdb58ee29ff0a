internal import API
internal import ClusterDNSContract
internal import Schema

/// The records of one service.
///
/// ```
/// web.default.svc.cluster.local                        A      10.96.0.20           the cluster IP
/// _http._tcp.web.default.svc.cluster.local             SRV    80 web.default.svc.cluster.local
///
/// db.default.svc.cluster.local                         A      10.244.1.2, 10.244.2.2     headless: the ready endpoints
/// db-0.db.default.svc.cluster.local                    A      10.244.1.2                 one of them, by its hostname
/// 10-244-2-2.db.default.svc.cluster.local              A      10.244.2.2                 or by its address
/// _sql._tcp.db.default.svc.cluster.local               SRV    5432 db-0.db.default.svc.cluster.local, …
///
/// shop.default.svc.cluster.local                       CNAME  shop.example.com     an external name
/// ```
/// and for each address the way back to a name (PTR). Invariant: no record stands twice.
/// Source: the specification Kubernetes DNS-Based Service Discovery, 1.1.
struct ServiceRecords: Sendable {
    private(set) var records: [Record] = []

    /// The service's own: `web.default.svc.cluster.local`.
    private let name: DomainName

    init(_ service: Service, slices: [EndpointSlice], domain: DomainName) {
        name = DomainName(labels: [service.name, service.namespace, "svc"] + domain.labels)
        switch service.spec.clusterIP {
        case _ where service.spec.type == .externalName: addExternalName(service.spec.externalName)
        case "None", "": for slice in slices { addEndpoints(slice) }
        default: addClusterIPs(service.spec)
        }
    }

    // MARK: - A service with an address

    private mutating func addClusterIPs(_ spec: ServiceSpec) {
        // lab 13.1: begin
        // A service of both families has an address of each.
        for address in (spec.clusterIPs.isEmpty ? [spec.clusterIP] : spec.clusterIPs).compactMap({ IPAddress($0) }) {
            add(name, .address(address))
            add(DomainName(wayBackFrom: address), .pointer(name))
        }
        for port in spec.ports { addPort(port.name, port.protocol, port.port, on: name) }
        // lab 13.1: end
    }

    /// Where somebody finds the port who knows its name only. A port without a name has no record.
    private mutating func addPort(_ port: String, _ transport: PortProtocol, _ number: Int, on host: DomainName) {
        // lab 13.1: begin
        if port.isEmpty { return }
        let middle = transport.rawValue.isEmpty ? "_tcp" : "_" + transport.rawValue.lowercased()
        add(
            DomainName(labels: ["_" + port, middle] + name.labels),
            .service(priority: 0, weight: 100, port: number, target: host))
        // lab 13.1: end
    }

    private mutating func addExternalName(_ target: String) {
        // lab 13.1: begin
        add(name, .canonicalName(DomainName(target)))
        // lab 13.1: end
    }

    // MARK: - A headless service: its endpoints

    private mutating func addEndpoints(_ slice: EndpointSlice) {
        // lab 13.2: begin
        // Unknown counts as ready. (With publishNotReadyAddresses, who writes the slice says that all are.)
        for endpoint in slice.endpoints where endpoint.conditions.ready ?? true {
            for address in endpoint.addresses.compactMap({ IPAddress($0) }) {
                let own = DomainName(labels: [hostname(of: endpoint, at: address)] + name.labels)
                add(name, .address(address))
                add(own, .address(address))
                add(DomainName(wayBackFrom: address), .pointer(own))
                for port in slice.ports {
                    addPort(port.name ?? "", port.protocol ?? "TCP", port.port ?? 0, on: own)
                }
            }
        }
        // lab 13.2: end
    }

    /// The label in front of the service's name: what the pod says, or else one made from the address, which no other
    /// endpoint of the service has.
    private func hostname(of endpoint: Endpoint, at address: IPAddress) -> String {
        // lab 13.2: begin
        if let said = endpoint.hostname, !said.isEmpty { return said }
        return address.description.replacing(".", with: "-").replacing(":", with: "-")
        // lab 13.2: end
    }

    private mutating func add(_ name: DomainName, _ data: RecordData) {
        let record = Record(name, data, timeToLive: ClusterZone.timeToLive)
        if !records.contains(record) { records.append(record) }
    }
}
