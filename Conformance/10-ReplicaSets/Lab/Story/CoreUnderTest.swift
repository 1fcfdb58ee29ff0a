internal import API
internal import Conformance
internal import ReplicaSetsContract
internal import Schema

/// What is examined, in its worker process: the calls of `ReplicaSetCore`, in JSON.
struct CoreUnderTest: Sendable {
    private let worker: CodeUnderTest

    init(_ worker: CodeUnderTest) async throws {
        self.worker = worker
        _ = try await worker.call("init()", ["init": [:]])
    }

    func difference(_ set: ReplicaSet, _ pods: [Pod]) async throws -> ReplicaDifference {
        let request: JSON = ["difference": ["set": set.json, "pods": pods.json]]
        let answer = try await worker.call("difference(_:pods:)", request)
        return try ReplicaDifference(json: answer["difference"] ?? .null)
    }

    func nextBatch(of count: Int, created: Int, failed: Int) async throws -> Int {
        let request: JSON = ["batch": ["count": count.json, "created": created.json, "failed": failed.json]]
        return try Int(json: await worker.call("nextBatch(of:created:failed:)", request)["batch"] ?? .null)
    }

    func claim(_ set: ReplicaSet, _ pods: [Pod]) async throws -> PodClaim {
        let answer = try await worker.call("claim(_:pods:)", ["claim": ["set": set.json, "pods": pods.json]])
        return PodClaim(
            owned: try named(answer["owned"], pods), adopt: try named(answer["adopt"], pods),
            release: try named(answer["release"], pods))
    }

    func deletionOrder(_ pods: [Pod], related: [Pod]) async throws -> [Pod] {
        let request: JSON = ["order": ["pods": pods.json, "related": related.json]]
        return try named(await worker.call("deletionOrder(_:related:)", request)["order"], pods)
    }

    func isUpToDate(_ set: String, now: Time) async throws -> Bool {
        let request: JSON = ["isUpToDate": ["set": .string(set), "now": now.seconds.json]]
        return try Bool(json: await worker.call("isUpToDate(_:now:)", request)["isUpToDate"] ?? .null)
    }

    func expectCreations(_ count: Int, by set: String, now: Time) async throws {
        let request: JSON = ["expect": ["set": .string(set), "creations": count.json, "now": now.seconds.json]]
        _ = try await worker.call("expectCreations(_:by:now:)", request)
    }

    func expectDeletions(_ pods: [String], by set: String, now: Time) async throws {
        let request: JSON = ["expect": ["set": .string(set), "deletions": pods.json, "now": now.seconds.json]]
        _ = try await worker.call("expectDeletions(_:by:now:)", request)
    }

    func creationFailed(by set: String) async throws {
        _ = try await worker.call("creationFailed(by:)", ["failed": ["set": .string(set)]])
    }

    /// - Parameter event: `added`, `modified` or `deleted`.
    func observe(_ event: (name: String, pod: Pod), of set: String) async throws {
        let change = JSON.object(JSONObject([JSONObject.Member(event.name, event.pod.json)]))
        _ = try await worker.call("observe(_:of:)", ["observe": ["set": .string(set), "event": change]])
    }

    func forget(_ set: String) async throws {
        _ = try await worker.call("forget(_:)", ["forget": ["set": .string(set)]])
    }

    /// What the worker names must be among what it was given.
    private func named(_ keys: JSON?, _ pods: [Pod]) throws -> [Pod] {
        try [String](json: keys ?? .null).map { key in
            guard let pod = pods.first(where: { $0.key == key }) else {
                throw StoryError(key, "the worker names a pod that it wasn't given")
            }
            return pod
        }
    }
}
