internal import API
public import Schema

/// The decisions about pods' networks, asked for in JSON: one request, one answer.
///
/// ```
///   addresses(of:)          {"subnet": "10.244.1.0/24"}                 → {"gateway": …, "first": …, "last": …}
///   allocate(for:in:from:)  {"pool": {…}, "container": …, "interface": …, "namespace": …} → {"address": …, "pool": {…}}
///   release(_:in:)          {"pool": {…}, "container": …, "interface": …}         → {"pool": {…}}
///   reclaim(in:except:)     {"pool": {…}, "namespaces": ["/run/netns/a"]}         → {"pool": {…}}
///   request(…)              {"environment": {…}, "configuration": {…}}            → {"request": {…}} or {"refused": {…}}
///   connect(_:address:)     {"request": {…}, "address": "10.244.1.2"}             → {"steps": [{…}]}
///   disconnect(_:)          {"request": {…}}                                      → {"steps": [{…}]}
///   result(of:…)            {"request": {…}, "address": …, "node": …, "pod": …}   → {"result": {…}}
///   check(_:sees:)          {"request": {…}, "interface": {…}}                    → {} or {"refused": {…}}
///   routes(on:among:)       {"node": "worker-1", "nodes": [{…}]}                  → {"routes": [{…}]}
///   routeChanges(from:to:)  {"present": [{…}], "wanted": [{…}]}                   → {"remove": [{…}], "set": [{…}]}
/// ```
/// So code of unknown quality can live in a process of its own. See ``PodNetworkClient`` for the other side.
public struct PodNetworkServer<Core: PodNetworkCore> {
    private let core = Core()

    public init() {}

    /// Throws when the request is none.
    public func answer(_ call: String, _ given: JSON) throws(DecodeError) -> JSON {
        switch call {
        case "addresses(of:)": return core.addresses(of: try given.subnet("subnet")).json
        case "allocate(for:in:from:)", "release(_:in:)", "reclaim(in:except:)": return try changePool(call, given)
        case "routes(on:among:)":
            let nodes = try [Node](json: given["nodes"] ?? .null)
            return ["routes": .array(core.routes(on: try given.text("node"), among: nodes).map(\.json))]
        case "routeChanges(from:to:)":
            let present = try given.list("present") { one throws(DecodeError) in try Route(json: one) }
            let wanted = try given.list("wanted") { one throws(DecodeError) in try Route(json: one) }
            return core.routeChanges(from: present, to: wanted).json
        default: return try beAPlugin(call, given)
        }
    }

    private func changePool(_ call: String, _ given: JSON) throws(DecodeError) -> JSON {
        var pool = try AddressPool(json: given["pool"] ?? .null)
        var answer: JSON = [:]
        switch call {
        case "allocate(for:in:from:)":
            let namespace = try given.text("namespace")
            let address = core.allocate(for: try Attachment(json: given), in: namespace, from: &pool)
            answer["address"] = address.map { .string("\($0)") }
        case "release(_:in:)": core.release(try Attachment(json: given), in: &pool)
        default: core.reclaim(in: &pool, except: Set(try [String](json: given["namespaces"] ?? .null)))
        }
        answer["pool"] = pool.json
        return answer
    }

    private func beAPlugin(_ call: String, _ given: JSON) throws(DecodeError) -> JSON {
        if call == "request(environment:configuration:)" { return try read(given) }
        let request = try CNIRequest(json: given["request"] ?? .null)
        switch call {
        case "connect(_:address:)":
            return ["steps": .array(core.connect(request, address: try given.address("address")).map(\.json))]
        case "disconnect(_:)": return ["steps": .array(core.disconnect(request).map(\.json))]
        case "result(of:address:hardware:)":
            let hardware = HardwareAddresses(node: try given.text("node"), pod: try given.text("pod"))
            return ["result": core.result(of: request, address: try given.address("address"), hardware: hardware).json]
        case "check(_:sees:)":
            let seen = try given["interface"].map { seen throws(DecodeError) in try PodInterface(json: seen) }
            do { try core.check(request, sees: seen) } catch { return ["refused": error.json] }
            return [:]
        default: throw DecodeError("no such call: \(call)")
        }
    }

    private func read(_ given: JSON) throws(DecodeError) -> JSON {
        let environment = try [String: String](json: given["environment"] ?? .null)
        let configuration = try PluginConfiguration(json: given["configuration"] ?? .null)
        do throws(CNIError) {
            return ["request": try core.request(environment: environment, configuration: configuration).json]
        } catch { return ["refused": error.json] }
    }
}
