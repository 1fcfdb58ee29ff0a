package import API
package import PodNetworkContract
package import Schema

/// The rules of this module, put together as the contract wants them: what suites and labs see, and what the plugin asks.
///
/// Source: kubernetes.io, Concepts → Cluster Administration → Cluster Networking; the CNI specification.
package struct DefaultPodNetwork: PodNetworkCore {
    package init() {}

    package func addresses(of subnet: IPv4Subnet) -> PodAddresses { PodAddresses(of: subnet) }

    package func allocate(
        for attachment: Attachment, in namespace: String, from pool: inout AddressPool
    ) -> IPv4Address? {
        pool.allocate(for: attachment, in: namespace)
    }

    package func release(_ attachment: Attachment, in pool: inout AddressPool) { pool.release(attachment) }

    package func reclaim(in pool: inout AddressPool, except namespaces: Set<String>) {
        pool.reclaim(except: namespaces)
    }

    package func request(
        environment: [String: String], configuration: PluginConfiguration
    ) throws(CNIError) -> CNIRequest {
        try CNIRequest(environment: environment, configuration: configuration)
    }

    package func connect(_ request: CNIRequest, address: IPv4Address) -> [NetworkStep] {
        Cable(request).connect(address)
    }

    package func disconnect(_ request: CNIRequest) -> [NetworkStep] { Cable(request).disconnect() }

    package func result(of request: CNIRequest, address: IPv4Address, hardware: HardwareAddresses) -> CNIResult {
        PluginAnswer(request).result(address, hardware)
    }

    package func check(_ request: CNIRequest, sees interface: PodInterface?) throws(CNIError) {
        try PluginAnswer(request).check(interface)
    }

    package func routes(on node: String, among nodes: [Node]) -> [Route] { PodRoutes.wanted(on: node, among: nodes) }

    package func routeChanges(from present: [Route], to wanted: [Route]) -> RouteChanges {
        PodRoutes.changes(from: present, to: wanted)
    }
}
