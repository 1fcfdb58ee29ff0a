public import API
public import Schema

/// A controller in another process, with the calls of ``ControllerCore``, all of which can fail.
public struct RemoteController: Sendable {
    private let beginning = ContinuousClock.now
    private let send: @Sendable (JSON) throws -> JSON

    /// - Parameter send: brings a request to a ``ReconciliationServer`` and its answer back.
    public init(send: @escaping @Sendable (JSON) throws -> JSON) throws {
        self.send = send
        _ = try send(["init": [:]])
    }

    public func observe(_ change: Change<ConfigMap>) throws -> [String] {
        try keys(["controller": ["observe": ["configMap": change.json]]])
    }

    public func observe(_ change: Change<Namespace>) throws -> [String] {
        try keys(["controller": ["observe": ["namespace": change.json]]])
    }

    public func reconcile(_ key: String, now: Moment) throws -> [Write] {
        let time = Int64((now - beginning) / .milliseconds(1))
        let answer = try send(["controller": ["reconcile": .string(key), "now": .integer(time)]])
        return try (answer["writes"]?.array ?? []).map { try Write(json: $0) }
    }

    public func failed(_ write: Write) throws { _ = try send(["controller": ["failed": write.json]]) }

    private func keys(_ request: JSON) throws -> [String] { try [String](json: try send(request)["keys"] ?? .null) }
}
