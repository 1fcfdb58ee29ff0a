internal import Schema
import LabWorker
package import ServicesContract

/// The rules of one port of one service.
///
/// ```
///   cluster IP ─────────────▶ service/NAME   any endpoint ─┬─▶ translated
///             internal Local ▶ local/NAME     one on this node ─┘  ▲
///   node port, external IPs ─▶ external/NAME  masquerades, and hands over to one of the two
/// ```
/// `endpoint/NAME/ADDRESS` exists where clients are remembered. A chain without endpoints doesn't exist: packets stay as
/// they are, and are refused.
///
/// Source: Kubernetes documentation, Virtual IPs and Service Proxies. Left out: topology hints, traffic distribution,
/// load balancer source ranges, health check node ports; with `externalTrafficPolicy: Local`, pods that use the
/// external address are treated as clients from outside.
package struct RuleCompiler {
    private let port: ProxiedPort
    package private(set) var rules = ServiceRules()

    package init(_ port: ProxiedPort) {
        self.port = port
        addEntries()
        if port.endpointsForInside.isEmpty || port.isExternal && port.endpointsForOutside.isEmpty { addRefusals() }
        let needsLocal = port.isInternalLocal || port.isExternal && port.isExternalLocal
        let needsCluster = !port.isInternalLocal || port.isExternal
        if needsCluster { addBalancer(serviceChain, port.endpoints) }
        if needsLocal { addBalancer(localChain, port.localEndpoints) }
    }

    private var serviceChain: String { "service/\(port.name)" }
    private var localChain: String { "local/\(port.name)" }
    private var externalChain: String { "external/\(port.name)" }

    // MARK: - Which packets are the service's

    /// A destination has an entry when there is an endpoint that its packets may go to. What comes from outside to a port
    /// with the policy Local has one as soon as there is any endpoint: the node's own packets may go everywhere.
    private mutating func addEntries() {
        // Lab 12, step 2: yours to write.
        notWritten()
    }

    /// What comes from outside may leave to another node, whose answer must come back this way: so the packet gets
    /// this node's address. With the policy Local it stays, and the pod sees the client's own address.
    private var externalRules: [Rule] {
        // Lab 12, step 2: yours to write.
        notWritten()
    }

    // MARK: - Where they go

    private mutating func addBalancer(_ chain: String, _ endpoints: [ProxiedEndpoint]) {
        if endpoints.isEmpty { return }
        if let seconds = port.affinitySeconds {
            addRemembering(chain, endpoints, seconds)
        } else if endpoints.count == 1 {
            rules.chains[chain] = [Rule(.translate(to: endpoints[0].target))]
        } else {
            rules.chains[chain] = takingTurns(endpoints)
        }
    }

    /// Each new connection goes to the next endpoint.
    /// - Parameter endpoints: at least two.
    private func takingTurns(_ endpoints: [ProxiedEndpoint]) -> [Rule] {
        // Lab 12, step 3: yours to write.
        notWritten()
    }

    /// Clients that are remembered go where they were; others take turns. Every new connection renews the memory of its
    /// client.
    /// - Parameter endpoints: at least one.
    private mutating func addRemembering(_ chain: String, _ endpoints: [ProxiedEndpoint], _ seconds: Int) {
        // Lab 12, step 4: yours to write.
        notWritten()
    }

    private func chain(of endpoint: ProxiedEndpoint) -> String {
        "endpoint/\(port.name)/\(endpoint.address)-\(endpoint.port)"
    }

    /// The name has all that the memory depends on: with other seconds it is another one.
    private func memory(_ endpoint: ProxiedEndpoint, _ seconds: Int) -> String {
        "affinity/\(port.name)/\(endpoint.address)-\(endpoint.port)/\(seconds)s"
    }

    // MARK: - Nothing behind it

    /// Without any endpoint a client is told at once. Where there are some, but not on this node, and packets mustn't
    /// leave it, it is not: another node may have them, and whoever sent the packet here should find out.
    private mutating func addRefusals() {
        // Lab 12, step 5: yours to write.
        notWritten()
    }
}
