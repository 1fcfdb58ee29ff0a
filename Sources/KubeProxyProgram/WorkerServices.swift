internal import API
internal import RemoteCore
internal import Schema
internal import ServicesContract

/// The decisions about services, made by a lab's worker: what a student has written, in the real cluster.
struct WorkerServices: ServicesCore {
    /// Names the worker program.
    static let variable = "DINGHY_SERVICES_CORE"

    private let core = RemoteCore("the core of the services", namedBy: variable)

    func endpoints(of service: Service, among pods: [Pod]) -> [EndpointGroup] {
        core.ask(["service": service.json, "pods": pods.json], call: "endpoints(of:among:)") { answer in
            try (answer["groups"]?.array ?? []).map { group throws(DecodeError) in try EndpointGroup(json: group) }
        }
    }

    func rules(for service: Service, _ slices: [EndpointSlice], on node: String) -> ServiceRules {
        let request: JSON = ["service": service.json, "slices": slices.json, "node": .string(node)]
        return core.ask(request, call: "rules(for:_:on:)") { answer in
            try ServiceRules(json: answer["rules"] ?? .null)
        }
    }
}
