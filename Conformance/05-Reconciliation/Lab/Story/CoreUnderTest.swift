internal import API
internal import Conformance
internal import ReconciliationContract
internal import Schema

/// What is examined, in its worker process: the calls of the four contracts, in JSON. Moments are milliseconds.
struct CoreUnderTest: Sendable {
    private let worker: CodeUnderTest

    init(_ worker: CodeUnderTest) async throws {
        self.worker = worker
        try await restart()
    }

    func restart() async throws { _ = try await worker.call("init()", ["init": [:]]) }

    // MARK: - The queue

    func add(_ key: String) async throws { _ = try await queue("add(_:)", ["add": .string(key)]) }
    func add(_ key: String, at moment: Int) async throws {
        _ = try await queue("add(_:at:)", ["add": .string(key), "at": moment.json])
    }
    func next(now: Int) async throws -> String? { try await queue("next(now:)", ["next": now.json])["key"]?.string }
    func done(_ key: String) async throws { _ = try await queue("done(_:)", ["done": .string(key)]) }
    func forget(_ key: String) async throws { _ = try await queue("forget(_:)", ["forget": .string(key)]) }
    func addRateLimited(_ key: String, now: Int) async throws -> Int {
        let answer = try await queue("addRateLimited(_:now:)", ["rateLimited": .string(key), "now": now.json])
        return try Int(json: answer["delay"] ?? .null)
    }
    func deadline() async throws -> Int? {
        try await queue("nextDeadline", ["deadline": [:]])["deadline"]?.integer.map { Int($0) }
    }

    private func queue(_ name: String, _ request: JSON) async throws -> JSON {
        try await worker.call(name, ["queue": request])
    }

    // MARK: - The copy

    func request() async throws -> ListWatchRequest {
        let answer = try await reflection("request", ["request": [:]])
        return answer["watch"]?.string.map { .watch(resourceVersion: $0) } ?? .list
    }
    func hasSynced() async throws -> Bool {
        try Bool(json: await reflection("hasSynced", ["hasSynced": [:]])["hasSynced"] ?? .null)
    }
    func objects() async throws -> [ConfigMap] {
        try [ConfigMap](json: await reflection("objects", ["objects": [:]])["objects"] ?? .null)
    }
    func listed(_ items: [ConfigMap], _ version: String) async throws -> [Change<ConfigMap>] {
        let request: JSON = ["listed": items.json, "resourceVersion": .string(version)]
        return try changes(await reflection("listed(_:resourceVersion:)", request))
    }
    func received(_ event: WatchEvent<ConfigMap>) async throws -> [Change<ConfigMap>] {
        try changes(await reflection("received(_:)", ["received": event.document]))
    }
    func ended(_ error: Status?) async throws -> Int {
        try Int(json: await reflection("ended(_:)", ["ended": error?.json ?? [:]])["delay"] ?? .null)
    }
    func resync() async throws -> [Change<ConfigMap>] {
        try changes(await reflection("resync()", ["resync": [:]]))
    }

    private func reflection(_ name: String, _ request: JSON) async throws -> JSON {
        try await worker.call(name, ["reflection": request])
    }
    private func changes(_ answer: JSON) throws -> [Change<ConfigMap>] {
        try (answer["changes"]?.array ?? []).map { try Change(json: $0) }
    }

    // MARK: - The reconciler

    func writes(desired: [ConfigMap], observed: [ConfigMap]) async throws -> [Write] {
        let request: JSON = ["writes": ["desired": desired.json, "observed": observed.json]]
        return try writes(await worker.call("writes(desired:observed:)", ["reconciler": request]))
    }
    func isUpToDate(_ key: String, now: Int) async throws -> Bool {
        let request: JSON = ["reconciler": ["isUpToDate": .string(key), "now": now.json]]
        return try Bool(json: await worker.call("isUpToDate(_:now:)", request)["isUpToDate"] ?? .null)
    }
    func expect(_ write: Write, for key: String, now: Int) async throws {
        let request: JSON = ["expect": [write.json], "key": .string(key), "now": now.json]
        _ = try await worker.call("expect(_:for:now:)", ["reconciler": request])
    }
    func failed(_ write: Write) async throws {
        _ = try await worker.call("failed(_:)", ["reconciler": ["failed": write.json]])
    }
    func observe(_ change: Change<ConfigMap>) async throws {
        _ = try await worker.call("observe(_:)", ["reconciler": ["observe": change.json]])
    }

    // MARK: - The controller

    func keys(because change: Change<ConfigMap>) async throws -> [String] {
        try await keys(["observe": ["configMap": change.json]])
    }
    func keys(because change: Change<Namespace>) async throws -> [String] {
        try await keys(["observe": ["namespace": change.json]])
    }
    func reconcile(_ key: String, now: Int) async throws -> [Write] {
        let request: JSON = ["controller": ["reconcile": .string(key), "now": now.json]]
        return try writes(await worker.call("reconcile(_:now:)", request))
    }
    func controllerFailed(_ write: Write) async throws {
        _ = try await worker.call("failed(_:)", ["controller": ["failed": write.json]])
    }

    private func keys(_ request: JSON) async throws -> [String] {
        try [String](json: await worker.call("observe(_:)", ["controller": request])["keys"] ?? .null)
    }
    private func writes(_ answer: JSON) throws -> [Write] {
        try (answer["writes"]?.array ?? []).map { try Write(json: $0) }
    }
}
