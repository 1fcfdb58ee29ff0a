public import Schema

/// A log and a store that are talked to in JSON: one request, one answer. ``RemoteLogCore`` and ``RemoteStoreCore`` are the other
/// side.
///
/// ```
///   {"log": {"salt": 7, "index": 1}}              → {"bytes": "ZGlu…"}            begins a file
///   {"record": "aGVsbG8="}                        → {"bytes": "pX5m…"}
///   {"open": "pX5m…"}                             → {"payload": "aGVsbG8="}, {} for none
///   {"recover": "ZGlu…", "isLast": true}          → {"payloads": […], "length": 60}, {} or {"corruption": "…"}
///   {"store": {}}                                 → {}                            begins anew
///   {"apply": {"write": {"put": {"key": "a"}}}}   → {"result": {…}, "revision": 2, "compactRevision": 0}
///   {"range": {…}}                                → {"result": {…}} or {"refusal": …}
///   {"advance": {…watcher…}, "limit": 100}        → {"notices": […], "next": 3} or {"refusal": …}
///   {"snapshot": {"index": 3, "salt": 7}}         → {"bytes": "…"}
///   {"restore": "…"}                              → {"revision": …} or {"corruption": "…"}
/// ```
/// So an etcd of unknown quality can live in a process of its own.
public struct EtcdServer<Log: LogCore, Store: StoreCore> {
    private var log = Log(salt: 0, index: 1)
    private var store = Store()

    public init() {}

    /// Throws when the request is none; nothing has changed then.
    public mutating func answer(_ request: JSON) throws(DecodeError) -> JSON {
        guard let name = request.object?.members.first?.name, let value = request[name] else {
            throw DecodeError("expected a request, got \(request.typeName)")
        }
        do throws(DecodeError) {
            switch name {
            case "log", "record", "open", "recover": return try answerLog(name, value, request)
            default: return try answerStore(name, value, request)
            }
        } catch { throw error.under(name) }
    }

    // MARK: - The log

    private mutating func answerLog(_ name: String, _ value: JSON, _ request: JSON) throws(DecodeError) -> JSON {
        switch name {
        case "log":
            log = Log(salt: UInt64(bitPattern: Int64(try value.int("salt"))), index: try value.int("index"))
            return ["bytes": Bytes(log.beginning).json]
        case "record": return ["bytes": Bytes(log.record(try Bytes(json: value).bytes)).json]
        case "open":
            guard let payload = log.open(try Bytes(json: value).bytes) else { return [:] }
            return ["payload": Bytes(payload).json]
        default: return recover(try Bytes(json: value).bytes, isLast: try request.flag("isLast"))
        }
    }

    private mutating func recover(_ bytes: [UInt8], isLast: Bool) -> JSON {
        do throws(LogCorruption) {
            guard let found = try Log.recover(bytes, isLast: isLast) else { return [:] }
            log = found.file
            return ["payloads": .array(found.payloads.map { Bytes($0).json }), "length": found.length.json]
        } catch { return error.json }
    }

    // MARK: - The store

    private mutating func answerStore(_ name: String, _ value: JSON, _ request: JSON) throws(DecodeError) -> JSON {
        switch name {
        case "store": store = Store()
        case "apply": return apply(try Command(json: value))
        case "range": return range(try RangeQuery(json: value))
        case "advance": return advance(try Watcher(json: value), limit: try request.int("limit"))
        case "snapshot":
            let salt = UInt64(bitPattern: Int64(try value.int("salt")))
            return ["bytes": Bytes(store.snapshot(index: try value.int("index"), salt: salt)).json]
        case "restore": return restore(try Bytes(json: value).bytes)
        default: throw DecodeError("no such request")
        }
        return revisions
    }

    private mutating func apply(_ command: Command) -> JSON {
        var answer = revisions
        do throws(Refusal) {
            let result = try store.apply(command)
            answer = revisions
            answer["result"] = result?.json
        } catch {
            answer = revisions
            answer["refusal"] = error.json
        }
        return answer
    }

    private func range(_ query: RangeQuery) -> JSON {
        do throws(Refusal) { return ["result": try store.range(query).json] } catch { return ["refusal": error.json] }
    }

    private func advance(_ watcher: Watcher, limit: Int) -> JSON {
        var watcher = watcher
        do throws(Refusal) {
            let notices = try store.advance(&watcher, limit: limit)
            return ["notices": .array(notices.map(\.json)), "next": watcher.next.json]
        } catch { return ["refusal": error.json] }
    }

    private mutating func restore(_ bytes: [UInt8]) -> JSON {
        do throws(LogCorruption) { store = try Store(snapshot: bytes) } catch { return error.json }
        return revisions
    }

    private var revisions: JSON {
        ["revision": store.revision.json, "compactRevision": store.compactRevision.json]
    }
}

extension LogCorruption {
    fileprivate var json: JSON { ["corruption": .string(description)] }
}
