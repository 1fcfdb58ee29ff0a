package import API
internal import Schema
package import ServicesContract

/// This project's services: who is behind them, and how packets come there.
///
/// The endpoints controller and kube-proxy use the two halves by themselves; together they are what a lab asks for and
/// a suite examines.
package struct DefaultServices: ServicesCore {
    package init() {}

    package func endpoints(of service: Service, among pods: [Pod]) -> [EndpointGroup] {
        ServiceEndpoints(of: service, pods: pods.filter(service.selects)).groups
    }

    package func rules(for service: Service, _ slices: [EndpointSlice], on node: String) -> ServiceRules {
        var all = ServiceRules()
        for port in ProxiedPort.ports(of: service, slices: slices, node: node) { all.add(RuleCompiler(port).rules) }
        return all
    }
}

extension ServiceRules {
    /// Two ports of a service have nothing in common.
    fileprivate mutating func add(_ other: ServiceRules) {
        entries.merge(other.entries) { $1 }
        chains.merge(other.chains) { $1 }
        refusals.merge(other.refusals) { $1 }
        memories.merge(other.memories) { $1 }
    }
}
