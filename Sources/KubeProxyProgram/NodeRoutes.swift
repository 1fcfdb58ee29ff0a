internal import API
internal import Client
internal import Logging
internal import PodNetwork
internal import PodNetworkContract
internal import PodNetworkPlan
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

    /// Nodes report themselves all the time; their routes hardly ever change.
    private static func changesRoutes(_ change: Change<Node>) -> Bool {
        switch change {
        case .added(let node), .deleted(let node): PodRoutes.route(to: node) != nil
        case .modified(let old, let new): PodRoutes.route(to: old) != PodRoutes.route(to: new)
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
        let wanted = PodRoutes.wanted(on: node, among: nodes.all)
        let changes = PodRoutes.changes(from: try netlink.routes(from: .nodeRoutes), to: wanted)
        for route in changes.remove { try netlink.deleteRoute(route, by: .nodeRoutes) }
        for route in changes.set {
            try netlink.setRoute(route, by: .nodeRoutes)
            logger.info("route to a node's pods", metadata: ["route": "\(route)"])
        }
    }
}
