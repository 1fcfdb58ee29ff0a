public import Schema

/// `{"put": {"previous": {…}}}`: one member, named as the case.
extension OperationResult {
    public var json: JSON {
        switch self {
        case .range(let result): ["range": result.json]
        case .put(let previous): ["put": .sparse([("previous", previous?.json ?? .null)])]
        case .delete(let count, let previous):
            ["delete": .sparse([("count", count.json), ("previous", .array(previous.map(\.json)))])]
        case .transaction(let succeeded, let results):
            ["transaction": ["succeeded": succeeded.json, "results": .array(results.map(\.json))]]
        }
    }

    public init(json: JSON) throws(DecodeError) {
        let (name, value) = try json.oneMember("a result")
        do throws(DecodeError) {
            switch name {
            case "range": self = .range(try RangeResult(json: value))
            case "put": self = .put(previous: try value.optional("previous", Entry.init(json:)))
            case "delete":
                self = .delete(
                    count: try value.int("count"), previous: try value.list("previous", Entry.init(json:)))
            case "transaction":
                self = .transaction(
                    succeeded: try value.flag("succeeded"), try value.list("results", OperationResult.init(json:)))
            default: throw DecodeError("no such result")
            }
        } catch { throw error.under(name) }
    }
}

extension RangeResult {
    public var json: JSON {
        .sparse([("entries", .array(entries.map(\.json))), ("count", count.json), ("more", more.json)])
    }

    public init(json: JSON) throws(DecodeError) {
        self.init()
        entries = try json.list("entries", Entry.init(json:))
        count = try json.int("count")
        more = try json.flag("more")
    }
}

/// An entry's version stands directly beside its key.
extension Entry {
    var json: JSON {
        .sparse([
            ("key", key.bytes.readable), ("value", version.value.bytes.readable),
            ("revision", version.revision.main.json),
            ("sub", version.revision.sub.json), ("createRevision", version.createRevision.json),
            ("version", version.number.json), ("lease", version.lease.json),
        ])
    }

    init(json: JSON) throws(DecodeError) {
        let version = Version(
            revision: Revision(main: try json.int("revision"), sub: try json.int("sub")),
            createRevision: try json.int("createRevision"), number: try json.int("version"),
            value: Value(try json.bytes("value")), lease: try json.int("lease"))
        self.init(key: Key(try json.bytes("key")), version: version)
    }
}

extension Notice {
    var json: JSON { .sparse([("entry", entry.json), ("previous", previous?.json ?? .null)]) }

    init(json: JSON) throws(DecodeError) {
        self.init(
            entry: try Entry(json: json["entry"] ?? .null), previous: try json.optional("previous", Entry.init(json:)))
    }
}

extension Watcher {
    var json: JSON {
        .sparse(
            span.members + [
                ("next", next.json), ("wantsPrevious", wantsPrevious.json), ("ignoresPuts", (!wantsPuts).json),
                ("ignoresDeletions", (!wantsDeletions).json),
            ])
    }

    init(json: JSON) throws(DecodeError) {
        self.init(try KeySpan(json: json), from: try json.int("next"))
        wantsPrevious = try json.flag("wantsPrevious")
        wantsPuts = try !json.flag("ignoresPuts")
        wantsDeletions = try !json.flag("ignoresDeletions")
    }
}

/// Its case's name; what was compacted, with the revision.
extension Refusal {
    private static let named: [(name: String, refusal: Refusal)] = [
        ("futureRevision", .futureRevision), ("emptyKey", .emptyKey), ("duplicateKey", .duplicateKey),
        ("keyNotFound", .keyNotFound), ("valueProvided", .valueProvided), ("leaseProvided", .leaseProvided),
        ("leaseNotFound", .leaseNotFound), ("leaseExists", .leaseExists),
    ]

    public var json: JSON {
        if case .compacted(let revision) = self { return ["compacted": revision.json] }
        return .string(Self.named.first { $0.refusal == self }?.name ?? "")
    }

    public init(json: JSON) throws(DecodeError) {
        if let revision = json["compacted"] {
            self = .compacted(revision: try Int(json: revision))
        } else {
            let name = try String(json: json)
            guard let known = Self.named.first(where: { $0.name == name }) else { throw DecodeError("no such refusal") }
            self = known.refusal
        }
    }
}
