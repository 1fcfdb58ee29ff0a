internal import API
internal import Client
internal import Logging
internal import PodNetwork
internal import Schema

/// Keeps a route to every other node's pods, as a cloud's route controller or a network plugin's agent does.
///
/// All nodes share a switch, so the next hop to a node's pods is the node's own address. The routes carry a mark, by
/// which a new process finds those of an earlier one; others are left alone.
struct NodeRoutes: Sendable {
    private let nodes: Informer<Node>
    private let node: String
    private let logger: Logger

    init(_ client: ClusterClient, node: String, logger: Logger) {
        nodes = Informer(client, logger: logger)
        self.node = node
        self.logger = logger
    }

    /// The routes that `node` needs, sorted by destination.
    static func wanted(on node: String, _ nodes: [Node]) -> [Route] {
        nodes.filter { $0.name != node }.compactMap(route).sorted { $0.destination.address < $1.destination.address }
    }

    /// The route to one node's pods; nil while the node has no address or no subnet.
    private static func route(to node: Node) -> Route? {
        let address = node.status.addresses.first { $0.type == .internalIP }?.address
        guard let gateway = address.flatMap({ IPv4Address($0) }) else { return nil }
        return IPv4Subnet(node.spec.podCIDR).map { Route($0, gateway: gateway, origin: .nodeRoutes) }
    }

    /// Nodes report themselves all the time; their routes hardly ever change.
    private static func changesRoutes(_ change: Change<Node>) -> Bool {
        switch change {
        case .added(let node), .deleted(let node): route(to: node) != nil
        case .modified(let old, let new): route(to: old) != route(to: new)
        }
    }

    func run() async {
        let signal = Signal()
        nodes.onChange { if Self.changesRoutes($0) { signal.raise() } }
        await withDiscardingTaskGroup { group in
            group.addTask { await nodes.run() }
            await nodes.waitUntilSynced()
            while !Task.isCancelled {
                do { try apply() } catch { logger.error("routes refused", metadata: ["reason": "\(error)"]) }
                await signal.wait(until: .now + .seconds(30))
            }
        }
    }

    private func apply() throws {
        let netlink = try NetlinkSocket(namespace: nil)
        let present = try netlink.routes(from: .nodeRoutes)
        let wanted = Self.wanted(on: node, nodes.all)
        for route in present where !wanted.contains(where: { $0.destination == route.destination }) {
            try netlink.deleteRoute(route)
        }
        for route in wanted where !present.contains(route) {
            try netlink.setRoute(route)
            logger.info("route to a node's pods", metadata: ["route": "\(route)"])
        }
    }
}
