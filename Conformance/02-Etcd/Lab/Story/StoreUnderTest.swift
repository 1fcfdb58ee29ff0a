package import Conformance
package import EtcdContract
internal import Schema

/// A store that stories are told to: a student's in its worker, or a program that speaks etcd's API.
package protocol StoreUnderTest: Sendable {
    mutating func apply(_ command: Command) async throws -> RemoteStoreCore.Applied
    mutating func range(_ query: RangeQuery) async throws -> Result<RangeResult, Refusal>
    mutating func watch(_ name: String, _ watcher: Watcher) async throws
    /// What one call gives.
    mutating func next(_ name: String, limit: Int) async throws -> Result<[Notice], Refusal>
    /// All that is new.
    /// - Parameters:
    ///   - revision: up to where.
    ///   - isAll: whether these, in words, are what is waited for.
    mutating func drain(
        _ name: String, to revision: Int, isAll: (String) -> Bool
    ) async throws -> Result<[Notice], Refusal>
    /// Ends it and starts it again, with what it has made durable.
    /// - Returns: its revision then.
    mutating func restart() async throws -> Int
}

/// The store that a student writes, in its worker process.
package struct StoreInWorker: StoreUnderTest {
    private var store: RemoteStoreCore
    private var watchers: [String: Watcher] = [:]

    /// Begins with an empty store.
    package init(_ scenario: Scenario) async throws {
        store = try await RemoteStoreCore(try Self.send(scenario))
    }

    /// To a worker of its own.
    static func send(_ scenario: Scenario) throws -> RemoteLogCore.Send {
        let worker = try scenario.worker()
        return { call, request in try await worker.call(call, request) }
    }

    package func apply(_ command: Command) async throws -> RemoteStoreCore.Applied { try await store.apply(command) }

    package func range(_ query: RangeQuery) async throws -> Result<RangeResult, Refusal> {
        try await store.range(query)
    }

    package mutating func watch(_ name: String, _ watcher: Watcher) async throws { watchers[name] = watcher }

    package mutating func next(_ name: String, limit: Int) async throws -> Result<[Notice], Refusal> {
        guard var watcher = watchers[name] else { throw StoryError(name, "there is no such watch") }
        let result = try await store.advance(&watcher, limit: limit)
        watchers[name] = watcher
        return result
    }

    package mutating func drain(
        _ name: String, to revision: Int, isAll: (String) -> Bool
    ) async throws -> Result<[Notice], Refusal> {
        var all: [Notice] = []
        var place = -1
        // A watcher that doesn't move would never end.
        while let now = watchers[name]?.next, place < now, place <= revision {
            place = now
            switch try await next(name, limit: 3) {
            case .success(let notices): all += notices
            case .failure(let refusal): return all.isEmpty ? .failure(refusal) : .success(all)
            }
        }
        return .success(all)
    }

    /// With a snapshot: that is all that may be left of what was before.
    package mutating func restart() async throws -> Int {
        let bytes = try await store.snapshot(index: 1, salt: 7)
        return try await store.restore(bytes).get()
    }
}
