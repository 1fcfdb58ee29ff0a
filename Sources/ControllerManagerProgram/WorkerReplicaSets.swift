import API
import ReplicaSetsContract
import RemoteCore
import Schema

/// The decisions about ReplicaSets, made by a lab's worker: what a student has written, in the real cluster.
struct WorkerReplicaSets: ReplicaSetCore {
    /// Names the worker program.
    static let variable = "DINGHY_REPLICASETS_CORE"

    private let core = RemoteCore("the core of the ReplicaSets", namedBy: variable)

    func difference(_ set: ReplicaSet, pods: [Pod]) -> ReplicaDifference {
        core.ask(["difference": ["set": set.json, "pods": pods.json]]) {
            try ReplicaDifference(json: $0["difference"] ?? .null)
        }
    }

    func nextBatch(of count: Int, created: Int, failed: Int) -> Int {
        core.ask(["batch": ["count": count.json, "created": created.json, "failed": failed.json]]) {
            try Int(json: $0["batch"] ?? .null)
        }
    }

    func claim(_ set: ReplicaSet, pods: [Pod]) -> PodClaim {
        core.ask(["claim": ["set": set.json, "pods": pods.json]]) { answer in
            PodClaim(
                owned: try named(answer["owned"], pods), adopt: try named(answer["adopt"], pods),
                release: try named(answer["release"], pods))
        }
    }

    func deletionOrder(_ pods: [Pod], related: [Pod]) -> [Pod] {
        core.ask(["order": ["pods": pods.json, "related": related.json]]) { try named($0["order"], pods) }
    }

    func isUpToDate(_ set: String, now: Time) -> Bool {
        core.ask(["isUpToDate": ["set": .string(set), "now": now.seconds.json]]) {
            try Bool(json: $0["isUpToDate"] ?? .null)
        }
    }

    func expectCreations(_ count: Int, by set: String, now: Time) {
        core.tell(["expect": ["set": .string(set), "creations": count.json, "now": now.seconds.json]])
    }

    func expectDeletions(_ pods: [String], by set: String, now: Time) {
        core.tell(["expect": ["set": .string(set), "deletions": pods.json, "now": now.seconds.json]])
    }

    func creationFailed(by set: String) { core.tell(["failed": ["set": .string(set)]]) }

    func observe(_ event: PodEvent, of set: String) {
        core.tell(["observe": ["set": .string(set), "event": event.json]])
    }

    func forget(_ set: String) { core.tell(["forget": ["set": .string(set)]]) }

    /// The worker answers with keys of what it was given.
    private func named(_ keys: JSON?, _ pods: [Pod]) throws -> [Pod] {
        let keys = try [String](json: keys ?? .null)
        let byKey = Dictionary(pods.map { ($0.key, $0) }) { first, _ in first }
        return try keys.map { key in
            guard let pod = byKey[key] else { throw DecodeError("it names \(key), which it wasn't given") }
            return pod
        }
    }
}
