import API
import NodesContract
import RemoteCore
import Schema

/// The decisions about nodes, made by a lab's worker: what a student has written, in the real cluster.
struct WorkerNodes: NodesCore {
    /// Names the worker program.
    static let variable = "DINGHY_NODES_CORE"

    private let core: RemoteCore

    init(_ configuration: NodesConfiguration) {
        core = RemoteCore("the core of the nodes", namedBy: Self.variable)
        core.tell(["init": configuration.json])
    }

    func observe(_ node: Node, _ lease: Lease?, now: Time) -> Int {
        var given: JSON = ["node": node.json, "now": now.seconds.json]
        if let lease { given["lease"] = lease.json }
        return core.ask(["observe": given]) { try Int(json: $0["left"] ?? .null) }
    }

    func forget(_ node: String) { core.tell(["forget": ["name": .string(node)]]) }

    func silenced(_ node: Node, now: Time) -> Node {
        core.ask(["silenced": ["node": node.json, "now": now.seconds.json]]) { try Node(json: $0["node"] ?? .null) }
    }

    func silenced(_ pod: Pod, now: Time) -> Pod {
        core.ask(["silenced": ["pod": pod.json, "now": now.seconds.json]]) { try Pod(json: $0["pod"] ?? .null) }
    }

    func tainted(_ node: Node, evicting: Bool, now: Time) -> Node {
        core.ask(["tainted": ["node": node.json, "evicting": .bool(evicting), "now": now.seconds.json]]) {
            try Node(json: $0["node"] ?? .null)
        }
    }

    func eviction(of pod: Pod, from node: Node, now: Time) -> TaintEviction {
        core.ask(["eviction": ["pod": pod.json, "node": node.json, "now": now.seconds.json]]) {
            try TaintEviction(json: $0)
        }
    }

    func zones(_ nodes: [Node]) -> [Zone] {
        core.ask(["zones": ["nodes": nodes.json]]) { try [Zone](json: $0["zones"] ?? .null) }
    }

    func turn(of node: String, in zone: Zone, now: Time) -> Int? {
        core.ask(["turn": ["name": .string(node), "zone": zone.json, "now": now.seconds.json]]) { answer in
            try answer["turn"].map { try Int(json: $0) }
        }
    }

    func subnet(of node: Node) -> String? { core.ask(["subnet": ["node": node.json]]) { $0["subnet"]?.string } }

    func releaseSubnet(of node: Node) { core.tell(["release": ["node": node.json]]) }
}
