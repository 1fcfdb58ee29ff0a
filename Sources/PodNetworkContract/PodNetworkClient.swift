public import API
public import Schema

/// A core in another process: the calls of ``PodNetworkCore``, which may fail here, since the other side may be gone.
public struct PodNetworkClient: Sendable {
    /// Brings a call there, and its answer back.
    public typealias Transport = @Sendable (_ call: String, _ arguments: JSON) throws -> JSON
    private let ask: Transport

    public init(_ ask: @escaping Transport) { self.ask = ask }

    public func addresses(of subnet: IPv4Subnet) throws -> PodAddresses {
        try PodAddresses(json: try ask("addresses(of:)", ["subnet": .string("\(subnet)")]))
    }

    public func allocate(
        for attachment: Attachment, in namespace: String, from pool: inout AddressPool
    ) throws -> IPv4Address? {
        var given = attachment.json
        given["namespace"] = .string(namespace)
        given["pool"] = pool.json
        let answer = try ask("allocate(for:in:from:)", given)
        pool = try AddressPool(json: answer["pool"] ?? .null)
        return try answer["address"] == nil ? nil : answer.address("address")
    }

    public func release(_ attachment: Attachment, in pool: inout AddressPool) throws {
        var given = attachment.json
        given["pool"] = pool.json
        pool = try AddressPool(json: try ask("release(_:in:)", given)["pool"] ?? .null)
    }

    public func reclaim(in pool: inout AddressPool, except namespaces: Set<String>) throws {
        let given: JSON = ["pool": pool.json, "namespaces": namespaces.sorted().json]
        pool = try AddressPool(json: try ask("reclaim(in:except:)", given)["pool"] ?? .null)
    }

    /// - Throws: ``CNIError`` for a refusal, anything else when there was no answer.
    public func request(environment: [String: String], configuration: PluginConfiguration) throws -> CNIRequest {
        let given: JSON = ["environment": environment.json, "configuration": configuration.json]
        let answer = try ask("request(environment:configuration:)", given)
        if let refused = answer["refused"] { throw try CNIError(json: refused) }
        return try CNIRequest(json: answer["request"] ?? .null)
    }

    public func connect(_ request: CNIRequest, address: IPv4Address) throws -> [NetworkStep] {
        let given: JSON = ["request": request.json, "address": .string("\(address)")]
        return try steps(try ask("connect(_:address:)", given))
    }

    public func disconnect(_ request: CNIRequest) throws -> [NetworkStep] {
        try steps(try ask("disconnect(_:)", ["request": request.json]))
    }

    private func steps(_ answer: JSON) throws -> [NetworkStep] {
        try answer.list("steps") { one throws(DecodeError) in try NetworkStep(json: one) }
    }

    public func result(
        of request: CNIRequest, address: IPv4Address, hardware: HardwareAddresses
    ) throws -> CNIResult {
        let given: JSON = [
            "request": request.json, "address": .string("\(address)"), "node": .string(hardware.node),
            "pod": .string(hardware.pod),
        ]
        return try CNIResult(json: try ask("result(of:address:hardware:)", given)["result"] ?? .null)
    }

    /// - Throws: ``CNIError`` for a refusal, anything else when there was no answer.
    public func check(_ request: CNIRequest, sees interface: PodInterface?) throws {
        var given: JSON = ["request": request.json]
        given["interface"] = interface?.json
        if let refused = try ask("check(_:sees:)", given)["refused"] { throw try CNIError(json: refused) }
    }

    public func routes(on node: String, among nodes: [Node]) throws -> [Route] {
        let given: JSON = ["node": .string(node), "nodes": nodes.json]
        return try ask("routes(on:among:)", given).list("routes") { one throws(DecodeError) in try Route(json: one) }
    }

    public func routeChanges(from present: [Route], to wanted: [Route]) throws -> RouteChanges {
        let given: JSON = ["present": .array(present.map(\.json)), "wanted": .array(wanted.map(\.json))]
        return try RouteChanges(json: try ask("routeChanges(from:to:)", given))
    }
}
