public import Schema

/// A log in another process: the calls of ``LogCore``, all of which can fail.
public struct RemoteLogCore: Sendable {
    public typealias Send = @Sendable (_ call: String, _ request: JSON) async throws -> JSON

    /// What came of reading a file.
    public enum Recovery: Sendable, Hashable {
        case nothing
        case records([[UInt8]], length: Int)
        case corruption(String)
    }

    private let send: Send

    /// - Parameter send: brings a request to an ``EtcdServer`` and its answer back; the call's name is for people.
    public init(_ send: @escaping Send) { self.send = send }

    /// Begins a file.
    public func begin(salt: UInt64, index: Int) async throws -> [UInt8] {
        let salt = Int64(bitPattern: salt)
        return try await bytes("init(salt:index:)", ["log": ["salt": .integer(salt), "index": index.json]])
    }

    public func record(_ payload: [UInt8]) async throws -> [UInt8] {
        try await bytes("record(_:)", ["record": Bytes(payload).json])
    }

    public func open(_ bytes: [UInt8]) async throws -> [UInt8]? {
        guard let payload = try await send("open(_:)", ["open": Bytes(bytes).json])["payload"] else { return nil }
        return try Bytes(json: payload).bytes
    }

    public func recover(_ bytes: [UInt8], isLast: Bool) async throws -> Recovery {
        let answer = try await send(
            "recover(_:isLast:)", ["recover": Bytes(bytes).json, "isLast": .bool(isLast)])
        if let corruption = answer["corruption"] { return .corruption(try String(json: corruption)) }
        guard let payloads = answer["payloads"] else { return .nothing }
        return .records(try [Bytes](json: payloads).map(\.bytes), length: try answer.int("length"))
    }

    private func bytes(_ call: String, _ request: JSON) async throws -> [UInt8] {
        try Bytes(json: try await send(call, request)["bytes"] ?? .null).bytes
    }
}
