internal import API
public import Schema

/// The core talked to in JSON: one request, one answer.
///
/// ```
///   init                 {"domain": "cluster.local"}                   → {}
///   records              {"service": {…}, "slices": […]}               → {"records": ["web… 5 IN A 10.96.0.20", …]}
///   update               {"key": "default/web", "service": {…}, "slices": […]}   → {}
///   setNamespace         {"name": "default", "exists": true}           → {}
///   resolve              {"query": {…}, "turn": 0}    → {"answer": {…}}, or {"forward": "example.com. IN A", "aliases": []}
///   message              {"bytes": "00ff…"}           → {"message": {…}}, or {"error": "unexpected end of message"}
///   bytes                {"message": {…}, "limit": 512}                → {"bytes": "00ff…"}
///   resolver             {"pod": {…}, "clusterServers": […], "node": {…}}        → {"resolver": {…}}
///   questions            {"name": "web", "resolver": {…}}              → {"questions": ["web.default.svc.cluster.local.", …]}
/// ```
/// So a core of unknown quality can live in a process of its own. A service that is null is gone.
public struct ClusterDNSServer<Core: ClusterDNSCore> {
    private var core = Core(domain: DomainName("cluster.local"))

    public init() {}

    /// Throws when the request is none.
    public mutating func answer(_ call: String, _ given: JSON) throws(DecodeError) -> JSON {
        switch call {
        case "init": core = Core(domain: DomainName(try String(json: given["domain"] ?? .null)))
        case "records":
            return ["records": .array(try records(given).map { .string($0.description) })]
        case "update":
            let key = try String(json: given["key"] ?? .null)
            core.update(key, try service(given), try slices(given))
        case "setNamespace":
            core.setNamespace(
                try String(json: given["name"] ?? .null), exists: try Bool(json: given["exists"] ?? .null))
        case "resolve":
            let query = try DNSMessage(json: given["query"] ?? .null)
            return core.resolve(query, turn: try Int(json: given["turn"] ?? 0)).json
        case "message", "bytes": return try wire(call, given)
        case "resolver", "questions": return try search(call, given)
        default: throw DecodeError("no such call")
        }
        return [:]
    }

    private func records(_ given: JSON) throws(DecodeError) -> [Record] {
        guard let service = try service(given) else { return [] }
        return core.records(of: service, try slices(given))
    }

    private func service(_ given: JSON) throws(DecodeError) -> Service? {
        guard let service = given["service"], service != .null else { return nil }
        return try Service(json: service)
    }

    private func slices(_ given: JSON) throws(DecodeError) -> [EndpointSlice] {
        try [EndpointSlice](json: given["slices"] ?? [])
    }

    private func wire(_ call: String, _ given: JSON) throws(DecodeError) -> JSON {
        if call == "bytes" {
            let message = try DNSMessage(json: given["message"] ?? .null)
            return [
                "bytes": .string(hexadecimal(core.bytes(of: message, limit: try Int(json: given["limit"] ?? 65535))))
            ]
        }
        guard let bytes = bytes(ofHexadecimal: try String(json: given["bytes"] ?? .null)) else {
            throw DecodeError("bytes are two digits each")
        }
        do { return ["message": try core.message(from: bytes).json] } catch {
            return ["error": .string(error.description)]
        }
    }

    private func search(_ call: String, _ given: JSON) throws(DecodeError) -> JSON {
        if call == "questions" {
            let resolver = try Resolver(json: given["resolver"] ?? .null)
            let names = core.questions(for: try String(json: given["name"] ?? .null), resolver)
            return ["questions": .array(names.map { .string($0.description) })]
        }
        let resolver = core.resolver(
            for: try Pod(json: given["pod"] ?? .null),
            clusterServers: try [String](json: given["clusterServers"] ?? []),
            node: try Resolver(json: given["node"] ?? [:]))
        return ["resolver": resolver.json]
    }
}

extension DNSResolution {
    public var json: JSON {
        switch self {
        case .answer(let message): ["answer": message.json]
        case .forward(let question, let aliases):
            [
                "forward": .string(question.description),
                "aliases": .array(aliases.map { .string($0.description) }),
            ]
        }
    }

    public init(json: JSON) throws(DecodeError) {
        if let answer = json["answer"] {
            self = .answer(try DNSMessage(json: answer))
        } else {
            self = .forward(
                try DNSMessage.Question(json: json["forward"] ?? .null),
                aliases: try DNSMessage.records(json["aliases"]))
        }
    }
}

/// Two digits a byte.
public func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
}

/// Nil for what isn't pairs of digits.
public func bytes(ofHexadecimal text: String) -> [UInt8]? {
    let digits = text.utf8.map { Character(Unicode.Scalar($0)).hexDigitValue }
    guard digits.count.isMultiple(of: 2), !digits.contains(nil) else { return nil }
    let values = digits.compactMap { $0.map { UInt8($0) } }
    return stride(from: 0, to: values.count, by: 2).map { values[$0] << 4 | values[$0 + 1] }
}
