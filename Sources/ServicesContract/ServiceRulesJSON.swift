public import Schema

// Rules as documents, so that they can come from another process:
//
//   {"entries": [{"address": "10.96.0.20", "transport": "tcp", "port": 80, "chain": "web"}],
//    "chains": {"web": [{"if": "isFromThisNode", "do": "masquerade"}, {"do": {"translate": "10.244.1.2:8080"}}]},
//    "refusals": [{"nodePort": 30080, "transport": "tcp", "refusal": "drop"}], "memories": {"a": 60}}

extension ServiceRules {
    public var json: JSON {
        let entries = entries.map { $0.key.json(with: "chain", $0.value) }
        let refusals = refusals.map { $0.key.json(with: "refusal", $0.value.rawValue) }
        return [
            "entries": .array(entries.sorted { $0.description < $1.description }),
            "chains": .object(sorted(chains) { .array($0.map(\.json)) }),
            "refusals": .array(refusals.sorted { $0.description < $1.description }),
            "memories": .object(sorted(memories) { .integer(Int64($0)) }),
        ]
    }

    private func sorted<Value>(_ values: [String: Value], _ json: (Value) -> JSON) -> JSONObject {
        JSONObject(values.sorted { $0.key < $1.key }.map { JSONObject.Member($0.key, json($0.value)) })
    }

    public init(json: JSON) throws(DecodeError) {
        for entry in json["entries"]?.array ?? [] {
            entries[try Destination(json: entry)] = try String(json: entry["chain"] ?? .null)
        }
        for chain in json["chains"]?.object?.members ?? [] {
            chains[chain.name] = try (chain.value.array ?? []).map { rule throws(DecodeError) in try Rule(json: rule) }
        }
        for entry in json["refusals"]?.array ?? [] {
            let name = try String(json: entry["refusal"] ?? .null)
            guard let refusal = Refusal(rawValue: name) else { throw DecodeError("no such refusal: \(name)") }
            refusals[try Destination(json: entry)] = refusal
        }
        for memory in json["memories"]?.object?.members ?? [] { memories[memory.name] = try Int(json: memory.value) }
    }
}

extension Destination {
    fileprivate func json(with name: String, _ value: String) -> JSON {
        var json: JSON =
            switch self {
            case .address(let address, let transport, let port):
                [
                    "address": .string("\(address)"), "transport": .string(transport.rawValue),
                    "port": .integer(Int64(port)),
                ]
            case .nodePort(let transport, let port):
                ["nodePort": .integer(Int64(port)), "transport": .string(transport.rawValue)]
            }
        json[name] = .string(value)
        return json
    }

    fileprivate init(json: JSON) throws(DecodeError) {
        guard let transport = Transport(rawValue: json["transport"]?.string ?? "") else {
            throw DecodeError("a destination has a transport, tcp or udp")
        }
        if let port = json["nodePort"]?.integer {
            self = .nodePort(transport, port)
        } else {
            self = .address(
                try IPv4Address(inRules: json["address"]?.string ?? ""), transport, try Int(json: json["port"] ?? .null)
            )
        }
    }
}

extension IPv4Address {
    fileprivate init(inRules text: String) throws(DecodeError) {
        guard let address = Self(text) else { throw DecodeError("`\(text)` is no address") }
        self = address
    }
}

extension Rule {
    fileprivate var json: JSON {
        switch condition {
        case .always: ["do": action.json]
        case .isFromThisNode: ["if": "isFromThisNode", "do": action.json]
        case .isRemembered(let memory): ["if": ["isRemembered": .string(memory)], "do": action.json]
        }
    }

    fileprivate init(json: JSON) throws(DecodeError) {
        action = try Action(json: json["do"] ?? .null)
        switch json["if"] {
        case nil: condition = .always
        case "isFromThisNode": condition = .isFromThisNode
        case let other?: condition = .isRemembered(in: try String(json: other["isRemembered"] ?? .null))
        }
    }
}

extension Rule.Action {
    fileprivate var json: JSON {
        switch self {
        case .masquerade: "masquerade"
        case .remember(let memory): ["remember": .string(memory)]
        case .go(let chain): ["go": .string(chain)]
        case .translate(let target): ["translate": .string("\(target.address):\(target.port)")]
        case .takeTurns(let actions): ["takeTurns": .array(actions.map(\.json))]
        }
    }

    fileprivate init(json: JSON) throws(DecodeError) {
        if json == "masquerade" {
            self = .masquerade
            return
        }
        guard let member = json.object?.members.first else {
            throw DecodeError("expected an action, got \(json.typeName)")
        }
        switch member.name {
        case "remember": self = .remember(in: try String(json: member.value))
        case "go": self = .go(to: try String(json: member.value))
        case "translate": self = .translate(to: try Target(text: try String(json: member.value)))
        case "takeTurns":
            self = .takeTurns(
                try (member.value.array ?? []).map { action throws(DecodeError) in try Self(json: action) })
        default: throw DecodeError("no such action: \(member.name)")
        }
    }
}

extension Target {
    fileprivate init(text: String) throws(DecodeError) {
        let parts = text.split(separator: ":")
        guard parts.count == 2, let port = Int(parts[1]) else { throw DecodeError("`\(text)` is no target") }
        self.init(try IPv4Address(inRules: String(parts[0])), port)
    }
}
