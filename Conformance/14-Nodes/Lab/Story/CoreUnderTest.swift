internal import API
internal import Conformance
internal import NodesContract
internal import Schema

/// What is examined, in its worker process: the calls of `NodesCore`, in JSON.
struct CoreUnderTest: Sendable {
    private let worker: CodeUnderTest

    init(_ worker: CodeUnderTest) async throws {
        self.worker = worker
        try await configure(NodesConfiguration())
    }

    func configure(_ configuration: NodesConfiguration) async throws {
        _ = try await worker.call("init(_:)", ["init": configuration.json])
    }

    func observe(_ node: Node, _ lease: Lease?, now: Time) async throws -> Int {
        var given: JSONObject = JSONObject([
            JSONObject.Member("node", node.json), JSONObject.Member("now", now.seconds.json),
        ])
        given["lease"] = lease?.json
        let answer = try await worker.call("observe(_:_:now:)", ["observe": .object(given)])
        return try Int(json: answer["left"] ?? .null)
    }

    func forget(_ node: String) async throws {
        _ = try await worker.call("forget(_:)", ["forget": ["name": .string(node)]])
    }

    func silenced(_ node: Node, now: Time) async throws -> Node {
        let request: JSON = ["silenced": ["node": node.json, "now": now.seconds.json]]
        return try Node(json: await worker.call("silenced(_:now:)", request)["node"] ?? .null)
    }

    func silenced(_ pod: Pod, now: Time) async throws -> Pod {
        let request: JSON = ["silenced": ["pod": pod.json, "now": now.seconds.json]]
        return try Pod(json: await worker.call("silenced(_:now:)", request)["pod"] ?? .null)
    }

    func tainted(_ node: Node, evicting: Bool, now: Time) async throws -> Node {
        let request: JSON = ["tainted": ["node": node.json, "evicting": .bool(evicting), "now": now.seconds.json]]
        return try Node(json: await worker.call("tainted(_:evicting:now:)", request)["node"] ?? .null)
    }

    func eviction(of pod: Pod, from node: Node, now: Time) async throws -> TaintEviction {
        let request: JSON = ["eviction": ["pod": pod.json, "node": node.json, "now": now.seconds.json]]
        return try TaintEviction(json: await worker.call("eviction(of:from:now:)", request))
    }

    func zones(_ nodes: [Node]) async throws -> [Zone] {
        let answer = try await worker.call("zones(_:)", ["zones": ["nodes": nodes.json]])
        return try [Zone](json: answer["zones"] ?? .null)
    }

    func turn(of node: String, in zone: Zone, now: Time) async throws -> Int? {
        let request: JSON = ["turn": ["name": .string(node), "zone": zone.json, "now": now.seconds.json]]
        return try await worker.call("turn(of:in:now:)", request)["turn"].map { turn in try Int(json: turn) }
    }

    func subnet(of node: Node) async throws -> String? {
        try await worker.call("subnet(of:)", ["subnet": ["node": node.json]])["subnet"]?.string
    }

    func releaseSubnet(of node: Node) async throws {
        _ = try await worker.call("releaseSubnet(of:)", ["release": ["node": node.json]])
    }
}
