internal import API
internal import Conformance
internal import Schema
internal import ServicesContract

/// The core that is examined, in its worker process: the calls of `ServicesCore`, in JSON.
struct ServicesUnderTest: Sendable {
    let worker: CodeUnderTest

    func endpoints(of service: Service, among pods: [Pod]) async throws -> [EndpointGroup] {
        let answer = try await worker.call(
            "endpoints(of:among:)", ["service": service.document, "pods": pods.json])
        return try (answer["groups"]?.array ?? []).map { try EndpointGroup(json: $0) }
    }

    func rules(for service: Service, _ slices: [EndpointSlice], on node: String) async throws -> ServiceRules {
        let answer = try await worker.call(
            "rules(for:_:on:)", ["service": service.document, "slices": slices.json, "node": .string(node)])
        return try ServiceRules(json: answer["rules"] ?? .null)
    }
}
