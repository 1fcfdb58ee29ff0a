/// The nodes on which room is being made for pods that wait.
///
/// A nominated pod has no claim on its node: it may end up elsewhere, and a more important pod may take its place. But
/// pods of lower priority are not put where it would then not fit any more.
/// Source: kubernetes.io, Pod Priority and Preemption, "User exposed information".
struct Nominations: Sendable {
    private var nodes: [String: String] = [:]
    private var pods: [String: [PodInfo]] = [:]
    /// Pods that were chosen as victims and are not gone yet, with the pod they make room for.
    private var condemned: [String: String] = [:]

    /// The node that the pod is nominated to.
    func node(of uid: String) -> String? { nodes[uid] }

    func pods(on node: String) -> [PodInfo] { pods[node] ?? [] }

    mutating func set(_ pod: PodInfo, node: String) {
        remove(pod.uid)
        nodes[pod.uid] = node
        pods[node, default: []].append(pod)
    }

    mutating func remove(_ uid: String) {
        guard let node = nodes.removeValue(forKey: uid) else { return }
        pods[node]?.removeAll { $0.uid == uid }
        if pods[node]?.isEmpty == true { pods[node] = nil }
    }

    mutating func condemn(_ victims: [PodInfo], for pod: PodInfo) {
        for victim in victims { condemned[victim.uid] = pod.uid }
    }

    func isCondemned(_ uid: String) -> Bool { condemned[uid] != nil }

    /// The victim is gone.
    mutating func forgetVictim(_ uid: String) { condemned[uid] = nil }

    /// The victims of this pod could not be removed.
    mutating func spareVictims(of uid: String) {
        condemned = condemned.filter { $0.value != uid }
    }
}
