internal import API
internal import ClusterDNSContract
internal import Conformance
internal import Schema

/// The core that is examined, in its worker process: the calls of `ClusterDNSCore`, in JSON.
struct CoreUnderTest: Sendable {
    private let worker: CodeUnderTest

    init(_ scenario: Scenario) throws { worker = try scenario.worker() }

    func records(of service: Service, _ slices: [EndpointSlice]) async throws -> [Record] {
        let answer = try await worker.call("records", ["service": service.document, "slices": slices.json])
        return try [String](json: answer["records"] ?? .null).map { text in
            guard let record = Record(text) else { throw DecodeError("`\(text)` is no record") }
            return record
        }
    }

    func update(_ key: String, _ service: Service?, _ slices: [EndpointSlice]) async throws {
        let given: JSON = ["key": .string(key), "service": service?.document ?? .null, "slices": slices.json]
        _ = try await worker.call("update", given)
    }

    func setNamespace(_ name: String, exists: Bool) async throws {
        _ = try await worker.call("setNamespace", ["name": .string(name), "exists": .bool(exists)])
    }

    func resolve(_ query: DNSMessage, turn: Int = 0) async throws -> DNSResolution {
        try DNSResolution(json: await worker.call("resolve", ["query": query.json, "turn": turn.json]))
    }

    /// Nil when the bytes are refused.
    func message(from bytes: [UInt8]) async throws -> DNSMessage? {
        let answer = try await worker.call("message", ["bytes": .string(hexadecimal(bytes))])
        return try answer["message"].map { try DNSMessage(json: $0) }
    }

    func bytes(of message: DNSMessage, limit: Int = 65535) async throws -> [UInt8] {
        let answer = try await worker.call("bytes", ["message": message.json, "limit": limit.json])
        return ClusterDNSContract.bytes(ofHexadecimal: try String(json: answer["bytes"] ?? .null)) ?? []
    }

    private func bytes(ofHexadecimal text: String) -> [UInt8] { ClusterDNSContract.bytes(ofHexadecimal: text) ?? [] }

    func resolver(for pod: Pod, clusterServers: [String], node: Resolver) async throws -> Resolver {
        let given: JSON = ["pod": pod.document, "clusterServers": clusterServers.json, "node": node.json]
        return try Resolver(json: await worker.call("resolver", given)["resolver"] ?? .null)
    }

    func questions(for name: String, _ resolver: Resolver) async throws -> [String] {
        let answer = try await worker.call("questions", ["name": .string(name), "resolver": resolver.json])
        return try [String](json: answer["questions"] ?? .null)
    }
}
