internal import API
public import Schema

/// Services' core, talked to in JSON: one request, one answer.
///
/// ```
///   endpoints(of:among:)  {"service": {…}, "pods": [{…}]}                     → {"groups": [{"ports": […], "endpoints": […]}]}
///   rules(for:_:on:)      {"service": {…}, "slices": [{…}], "node": "n1"} → {"rules": {…}}
/// ```
/// So a core of unknown quality can live in a process of its own.
public struct ServicesServer<Core: ServicesCore> {
    private let core = Core()

    public init() {}

    /// Throws when the request is none.
    public func answer(_ call: String, _ request: JSON) throws(DecodeError) -> JSON {
        let service = try Service(json: request["service"] ?? .null)
        switch call {
        case "endpoints(of:among:)":
            let groups = core.endpoints(of: service, among: try [Pod](json: request["pods"] ?? .null))
            return ["groups": .array(groups.map(\.json))]
        case "rules(for:_:on:)":
            let slices = try [EndpointSlice](json: request["slices"] ?? .null)
            let node = try String(json: request["node"] ?? .null)
            return ["rules": core.rules(for: service, slices, on: node).json]
        default: throw DecodeError("a call is endpoints(of:among:) or rules(for:_:on:)")
        }
    }
}

extension EndpointGroup {
    public var json: JSON { ["ports": ports.json, "endpoints": endpoints.json] }

    public init(json: JSON) throws(DecodeError) {
        ports = try [EndpointSlicePort](json: json["ports"] ?? .null)
        endpoints = try [Endpoint](json: json["endpoints"] ?? .null)
    }
}
