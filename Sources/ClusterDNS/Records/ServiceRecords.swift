internal import API
internal import Schema

/// The names of one service.
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
/// and the way back, from address to name (PTR).
/// Source: the specification Kubernetes DNS-Based Service Discovery 1.1.0.
struct ServiceRecords: Equatable, Sendable {
    /// By the name's key. A name without records exists, too.
    private(set) var names: [String: [Record]] = [:]
    /// From address to name.
    private(set) var pointers: [IPv4Address: DomainName] = [:]

    private let name: DomainName

    init(_ service: Service, slices: [EndpointSlice], zone: DomainName) {
        name = DomainName(labels: [service.name, service.namespace, "svc"] + zone.labels)
        names[name.key] = []
        switch service.spec.clusterIP {
        case _ where service.spec.type == .externalName:
            add(name, .canonicalName(DomainName(service.spec.externalName)))
        case "None", "":
            for slice in slices where slice.addressType == .ipv4 { addHeadless(slice) }
        default:
            addClusterIP(service.spec)
        }
    }

    private mutating func addClusterIP(_ spec: ServiceSpec) {
        guard let address = IPv4Address(spec.clusterIP) else { return }
        add(name, .address(address))
        pointers[address] = name
        for port in spec.ports where !port.name.isEmpty { addPort(port.name, port.protocol, port.port, name) }
    }

    private mutating func addHeadless(_ slice: EndpointSlice) {
        for endpoint in slice.endpoints where endpoint.conditions.ready ?? true {
            guard let text = endpoint.addresses.first, let address = IPv4Address(text) else { continue }
            let label = endpoint.hostname.flatMap { $0.isEmpty ? nil : $0 } ?? text.replacing(".", with: "-")
            let own = DomainName(labels: [label] + name.labels)
            add(name, .address(address))
            add(own, .address(address))
            if endpoint.hostname?.isEmpty == false { pointers[address] = own }
            for port in slice.ports {
                guard let portName = port.name, !portName.isEmpty, let number = port.port else { continue }
                addPort(portName, port.protocol ?? "TCP", number, own)
            }
        }
    }

    private mutating func addPort(_ port: String, _ transport: PortProtocol, _ number: Int, _ target: DomainName) {
        let middle = transport.rawValue.isEmpty ? "_tcp" : "_" + transport.rawValue.lowercased()
        let parent = DomainName(labels: [middle] + name.labels)
        names[parent.key, default: []] += []
        add(
            DomainName(labels: ["_" + port] + parent.labels),
            .service(priority: 0, weight: 100, port: number, target: target))
    }

    private mutating func add(_ name: DomainName, _ data: RecordData) {
        let record = Record(name, data, timeToLive: ClusterZone.timeToLive)
        if !names[name.key, default: []].contains(record) { names[name.key, default: []].append(record) }
    }
}
