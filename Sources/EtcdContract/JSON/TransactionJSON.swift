internal import Schema

/// `{"if": [{"key": "a", "relation": 0, "modRevision": 3}], "then": […], "else": […]}`.
extension Transaction {
    var json: JSON {
        .sparse([
            ("if", .array(conditions.map(\.json))), ("then", .array(success.map(\.json))),
            ("else", .array(failure.map(\.json))),
        ])
    }

    init(json: JSON) throws(DecodeError) {
        self.init(
            if: try json.list("if", Condition.init(json:)), then: try json.list("then", Operation.init(json:)),
            else: try json.list("else", Operation.init(json:)))
    }
}

extension Condition {
    var json: JSON {
        let (name, value): (String, JSON) =
            switch target {
            case .version(let number): ("version", number.json)
            case .createRevision(let revision): ("createRevision", revision.json)
            case .modRevision(let revision): ("modRevision", revision.json)
            case .value(let value): ("value", value.bytes.readable)
            case .lease(let lease): ("lease", lease.json)
            }
        var json = JSON.sparse(span.members + [("relation", Int(relation.rawValue).json)])
        json[name] = value
        return json
    }

    init(json: JSON) throws(DecodeError) {
        guard let relation = Relation(rawValue: UInt8(clamping: try json.int("relation"))) else {
            throw DecodeError("no such relation", path: ["relation"])
        }
        self.init(try KeySpan(json: json), relation, try Target(json: json))
    }
}

extension Condition.Target {
    fileprivate init(json: JSON) throws(DecodeError) {
        if let number = try json.optional("version", Int.init(json:)) {
            self = .version(number)
        } else if let revision = try json.optional("createRevision", Int.init(json:)) {
            self = .createRevision(revision)
        } else if let revision = try json.optional("modRevision", Int.init(json:)) {
            self = .modRevision(revision)
        } else if let value = try json.optional("value", [UInt8].init(readable:)) {
            self = .value(Value(value))
        } else {
            self = .lease(try json.int("lease"))
        }
    }
}
