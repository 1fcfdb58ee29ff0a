internal import Schema

/// A store in another process: the calls of ``StoreCore``, all of which can fail.
public struct RemoteStoreCore: Sendable {
    /// What came of a command.
    public struct Applied: Sendable, Hashable {
        public var result: OperationResult?
        public var refusal: Refusal?
        /// Of the store, behind the command.
        public var revision: Int
        public var compactRevision: Int

        public init(result: OperationResult? = nil, refusal: Refusal? = nil, revision: Int, compactRevision: Int = 0) {
            self.result = result
            self.refusal = refusal
            self.revision = revision
            self.compactRevision = compactRevision
        }
    }

    private let send: RemoteLogCore.Send

    /// Begins with an empty store.
    /// - Parameter send: brings a request to an ``EtcdServer`` and its answer back; the call's name is for people.
    public init(_ send: @escaping RemoteLogCore.Send) async throws {
        self.send = send
        _ = try await send("init()", ["store": [:]])
    }

    public func apply(_ command: Command) async throws -> Applied {
        let answer = try await send("apply(_:)", ["apply": command.json])
        var applied = Applied(
            revision: try answer.int("revision"), compactRevision: try answer.int("compactRevision"))
        if let result = answer["result"], !result.isNull { applied.result = try OperationResult(json: result) }
        if let refusal = answer["refusal"] { applied.refusal = try Refusal(json: refusal) }
        return applied
    }

    public func range(_ query: RangeQuery) async throws -> Result<RangeResult, Refusal> {
        let answer = try await send("range(_:)", ["range": query.json])
        if let refusal = answer["refusal"] { return .failure(try Refusal(json: refusal)) }
        return .success(try RangeResult(json: answer["result"] ?? .null))
    }

    public func advance(_ watcher: inout Watcher, limit: Int) async throws -> Result<[Notice], Refusal> {
        let answer = try await send(
            "advance(_:limit:)", ["advance": watcher.json, "limit": limit.json])
        if let refusal = answer["refusal"] { return .failure(try Refusal(json: refusal)) }
        watcher.next = try answer.int("next")
        return .success(try answer.list("notices", Notice.init))
    }

    public func snapshot(index: Int, salt: UInt64) async throws -> [UInt8] {
        let salt = Int64(bitPattern: salt)
        let answer = try await send(
            "snapshot(index:salt:)", ["snapshot": ["index": index.json, "salt": .integer(salt)]])
        return try Bytes(json: answer["bytes"] ?? .null).bytes
    }

    /// Goes on with what a snapshot holds.
    /// - Returns: the store's revision, or why the snapshot is refused.
    public func restore(_ bytes: [UInt8]) async throws -> Result<Int, LogCorruption> {
        let answer = try await send("init(snapshot:)", ["restore": Bytes(bytes).json])
        if let corruption = answer["corruption"] { return .failure(LogCorruption(try String(json: corruption))) }
        return .success(try answer.int("revision"))
    }
}
