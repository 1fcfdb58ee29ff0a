import API
import Schema

/// A short name for a pod template: part of the ReplicaSet's name, and a label of its pods, which keeps the pods of two
/// ReplicaSets of a Deployment apart.
///
/// Two templates with the same hash are told apart by counting collisions into it.
enum PodTemplateHash {
    static let label = "pod-template-hash"

    static func of(_ template: PodTemplateSpec, collisions: Int?) -> String {
        collisions.map { Fingerprint.of(template.json, $0.json) } ?? Fingerprint.of(template.json)
    }
}
