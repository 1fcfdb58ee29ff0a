internal import Conformance
internal import API
internal import Schema

/// How stories tell of a pod: `pod a pending labels=app=web node=n2 cost=-5 ready=60 age=100 restarts=3`.
///
/// Without other words it belongs to the set that was told before, has its labels, runs on the node n1 for 2000 seconds and has been ready for
/// 1000. The words: `failed`, `succeeded`, `pending`, `unknown`, `unready`, `ending`, `unassigned`; `orphan` (no
/// controller), `owner=NAME` (another set), `owner-uid=2` (a set of the same name and kind, but another one), `guest` (the set is an
/// owner, but not the controller), `labels=…`, `namespace=…`, and numbers of seconds for `ready` and `age`.
enum PodWords {
    static func pod(_ words: ArraySlice<String>, of set: ReplicaSet, now: Time, _ line: String) throws -> Pod {
        guard let name = words.first else { throw StoryError(line, "a pod has a name") }
        var pod = Pod()
        (pod.metadata.name, pod.metadata.namespace, pod.metadata.uid) = (name, set.metadata.namespace, "pod-\(name)")
        pod.metadata.labels = set.spec.template.metadata.labels
        pod.metadata.ownerReferences = [OwnerReference(controller: set)]
        pod.spec.nodeName = "n1"
        pod.status.phase = .running
        var (age, ready, restarts) = (2000, 1000 as Int?, 0)
        for word in words.dropFirst().map({ Attribute($0) }) {
            switch word.key {
            case "age": age = word.number ?? 0
            case "ready": ready = word.number
            case "unready": ready = nil
            case "restarts": restarts = word.number ?? 0
            case "failed", "succeeded", "pending", "unknown":
                pod.status.phase = PodPhase(word.key.prefix(1).uppercased() + word.key.dropFirst())
                ready = nil
            default: try PodOwnerWords.apply(word, to: &pod, of: set, line)
            }
        }
        if let ready { pod.status.conditions.set(PodCondition(.ready, .true), at: now + -ready) }
        pod.metadata.creationTimestamp = now + -max(age, ready ?? 0)
        var status = ContainerStatus()
        (status.name, status.restartCount) = ("main", restarts)
        pod.status.containerStatuses = [status]
        return pod
    }
}

/// Whose the pod is, and where.
enum PodOwnerWords {
    static func apply(_ word: Attribute, to pod: inout Pod, of set: ReplicaSet, _ line: String) throws {
        switch word.key {
        case "ending": pod.metadata.deletionTimestamp = Time(seconds: 99_990)
        case "unassigned": pod.spec.nodeName = ""
        case "node": pod.spec.nodeName = word.value
        case "cost": pod.metadata.annotations["controller.kubernetes.io/pod-deletion-cost"] = word.value
        case "labels": pod.metadata.labels = Attribute.labels(word.value)
        case "namespace": pod.metadata.namespace = word.value
        case "orphan": pod.metadata.ownerReferences = []
        case "guest": pod.metadata.ownerReferences = pod.metadata.ownerReferences.map(\.asGuest)
        case "owner", "owner-uid":
            var owner = set
            if word.key == "owner" { owner.metadata.name = word.value }
            owner.metadata.uid = word.key == "owner" ? "\(word.value)-1" : "\(set.metadata.name)-\(word.value)"
            pod.metadata.ownerReferences = [OwnerReference(controller: owner)]
        default: throw StoryError(line, "nobody knows \(word.key)")
        }
    }
}

extension OwnerReference {
    /// Not as the controller.
    fileprivate var asGuest: OwnerReference {
        var reference = self
        reference.controller = false
        return reference
    }
}
