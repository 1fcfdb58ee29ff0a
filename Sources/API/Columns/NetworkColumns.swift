import Schema

extension Service {
    public static var columns: [Column<Service>] {
        [
            .name,
            .text("Type", "How the service is reached.", \.spec.type.rawValue),
            Column("Cluster-IP", "Its address in the cluster.") { service, _ in orNone(service.spec.clusterIP) },
            .text("External-IP", "Its addresses outside.", \.externalText),
            Column("Port(s)", "Its ports, with their node ports.") { service, _ in
                orNone(service.spec.ports.map(\.text).joined(separator: ","))
            },
            .age,
            Column("Selector", wide: true, "Labels of the pods.") { service, _ in labels(service.spec.selector) },
        ]
    }

    private var externalText: String {
        let external = spec.externalIPs
        switch spec.type {
        case .externalName: return spec.externalName
        case .loadBalancer:
            let ingress = status.loadBalancer.ingress.map { $0.ip.isEmpty ? $0.hostname : $0.ip }
            let all = ingress + external
            return all.isEmpty ? "<pending>" : all.joined(separator: ",")
        default: return external.isEmpty ? "<none>" : external.joined(separator: ",")
        }
    }
}

extension ServicePort {
    /// "80/TCP", "80:30080/TCP".
    fileprivate var text: String { nodePort == 0 ? "\(port)/\(`protocol`)" : "\(port):\(nodePort)/\(`protocol`)" }
}

extension Endpoints {
    public static var columns: [Column<Endpoints>] {
        [
            .name,
            Column("Endpoints", "Addresses and ports.") { endpoints, _ in
                firstThree(endpoints.subsets.flatMap(\.list), ifEmpty: "<none>")
            },
            .age,
        ]
    }
}

extension EndpointSubset {
    fileprivate var list: [String] {
        if ports.isEmpty { return addresses.map(\.ip) }
        return ports.flatMap { port in addresses.map { "\($0.ip):\(port.port)" } }
    }
}

extension EndpointSlice {
    public static var columns: [Column<EndpointSlice>] {
        [
            .name,
            .text("AddressType", "What kind of addresses.", \.addressType.rawValue),
            Column("Ports", "The ports.") { slice, _ in
                firstThree(slice.ports.map { $0.port.map(String.init) ?? "*" }, ifEmpty: "<unset>")
            },
            Column("Endpoints", "The addresses.") { slice, _ in
                firstThree(slice.endpoints.flatMap(\.addresses), ifEmpty: "<unset>")
            },
            .age,
        ]
    }
}

extension Ingress {
    public static var columns: [Column<Ingress>] {
        [
            .name,
            Column("Class", "Its ingress class.") { ingress, _ in orNone(ingress.spec.ingressClassName ?? "") },
            .text("Hosts", "Its host names.") { ingress in
                let hosts = ingress.spec.rules.map(\.host).filter { !$0.isEmpty }
                return hosts.isEmpty ? "*" : hosts.joined(separator: ",")
            },
            .text("Address", "Where it is reached.") { ingress in
                ingress.status.loadBalancer.ingress.map { $0.ip.isEmpty ? $0.hostname : $0.ip }.joined(separator: ",")
            },
            .text("Ports", "Its ports.") { $0.spec.tls.isEmpty ? "80" : "80, 443" },
            .age,
        ]
    }
}

extension IngressClass {
    public static var columns: [Column<IngressClass>] {
        [
            .name,
            .text("Controller", "Who serves it.", \.spec.controller),
            Column("Parameters", "Its settings.") { type, _ in
                orNone(type.spec.parameters.map { "\($0.kind)/\($0.name)" } ?? "")
            },
            .age,
        ]
    }
}

extension NetworkPolicy {
    public static var columns: [Column<NetworkPolicy>] {
        [
            .name,
            Column("Pod-Selector", "Labels of the pods.") { policy, _ in orNone(policy.spec.podSelector.text) },
            .age,
        ]
    }
}
