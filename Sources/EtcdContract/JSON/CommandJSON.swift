public import Schema

/// `{"write": {"put": {"key": "a", "value": "1"}}}`: one member, named as the case.
extension Command {
    public var json: JSON {
        switch self {
        case .write(let operation): ["write": operation.json]
        case .compact(let revision): ["compact": revision.json]
        case .grantLease(let id, let timeToLive): ["grantLease": ["id": id.json, "timeToLive": timeToLive.json]]
        case .revokeLease(let id): ["revokeLease": id.json]
        }
    }

    public init(json: JSON) throws(DecodeError) {
        let (name, value) = try json.oneMember("a command")
        do throws(DecodeError) {
            switch name {
            case "write": self = .write(try Operation(json: value))
            case "compact": self = .compact(revision: try Int(json: value))
            case "grantLease": self = .grantLease(id: try value.int("id"), timeToLive: try value.int("timeToLive"))
            case "revokeLease": self = .revokeLease(id: try Int(json: value))
            default: throw DecodeError("no such command")
            }
        } catch { throw error.under(name) }
    }
}

extension Operation {
    public var json: JSON {
        switch self {
        case .range(let query): ["range": query.json]
        case .put(let put): ["put": put.json]
        case .delete(let deletion): ["delete": deletion.json]
        case .transaction(let transaction): ["transaction": transaction.json]
        }
    }

    public init(json: JSON) throws(DecodeError) {
        let (name, value) = try json.oneMember("an operation")
        do throws(DecodeError) {
            switch name {
            case "range": self = .range(try RangeQuery(json: value))
            case "put": self = .put(try Put(json: value))
            case "delete":
                self = .delete(Deletion(try KeySpan(json: value), wantsPrevious: try value.flag("wantsPrevious")))
            case "transaction": self = .transaction(try Transaction(json: value))
            default: throw DecodeError("no such operation")
            }
        } catch { throw error.under(name) }
    }
}

/// As in etcd's requests: `{"key": "a", "end": "b"}`; without an end the key alone, a zero byte is no end.
extension KeySpan {
    var members: [(name: String, value: JSON)] {
        let end: [UInt8] =
            switch end {
            case .single: []
            case .before(let end): end.bytes
            case .unbounded: [0]
            }
        return [("key", start.bytes.readable), ("end", end.readable)]
    }

    init(json: JSON) throws(DecodeError) { self.init(try json.bytes("key"), rangeEnd: try json.bytes("end")) }
}

extension RangeQuery {
    public var json: JSON {
        .sparse(
            span.members + [
                ("revision", revision.json), ("limit", limit.json), ("order", Int(order.rawValue).json),
                ("target", Int(target.rawValue).json), ("keysOnly", keysOnly.json), ("countOnly", countOnly.json),
                ("minModRevision", minModRevision.json), ("maxModRevision", maxModRevision.json),
                ("minCreateRevision", minCreateRevision.json), ("maxCreateRevision", maxCreateRevision.json),
            ])
    }

    public init(json: JSON) throws(DecodeError) {
        self.init(try KeySpan(json: json), revision: try json.int("revision"), limit: try json.int("limit"))
        order = Order(rawValue: UInt8(clamping: try json.int("order"))) ?? .none
        target = Target(rawValue: UInt8(clamping: try json.int("target"))) ?? .key
        keysOnly = try json.flag("keysOnly")
        countOnly = try json.flag("countOnly")
        minModRevision = try json.int("minModRevision")
        maxModRevision = try json.int("maxModRevision")
        minCreateRevision = try json.int("minCreateRevision")
        maxCreateRevision = try json.int("maxCreateRevision")
    }
}

extension Put {
    var json: JSON {
        .sparse([
            ("key", key.bytes.readable), ("value", value.bytes.readable), ("lease", lease.json),
            ("wantsPrevious", wantsPrevious.json), ("keepsValue", keepsValue.json), ("keepsLease", keepsLease.json),
        ])
    }

    init(json: JSON) throws(DecodeError) {
        self.init(Key(try json.bytes("key")), try json.bytes("value"), lease: try json.int("lease"))
        wantsPrevious = try json.flag("wantsPrevious")
        keepsValue = try json.flag("keepsValue")
        keepsLease = try json.flag("keepsLease")
    }
}

extension Deletion {
    var json: JSON { .sparse(span.members + [("wantsPrevious", wantsPrevious.json)]) }
}
