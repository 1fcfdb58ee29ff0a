import API
import Schema
import SchedulerContract

/// Everything there is, as plain lists: what the naive rules look at, each time anew and from the beginning.
struct World {
    var nodes: [Node] = []
    /// Those that stand on a node.
    var pods: [Pod] = []
    var namespaces: [Namespace] = []
    var budgets: [PodDisruptionBudget] = []
    var claims: [PersistentVolumeClaim] = []
    var volumes: [PersistentVolume] = []
    var classes: [StorageClass] = []
    var drivers: [CSINode] = []
    /// By the claim's `namespace/name`.
    var setAside: [String: SetAside] = [:]
    /// The uids of the pods that have a node and wait for volumes there.
    var waiting: [String] = []

    mutating func apply(_ event: SchedulerEvent) {
        switch event {
        case .node(let node):
            if let index = nodes.firstIndex(where: { $0.name == node.name }) {
                nodes[index] = node
            } else {
                nodes.append(node)
            }
        case .nodeDeleted(let node): nodes.removeAll { $0.name == node.name }
        case .pod(let pod):
            if let index = pods.firstIndex(where: { $0.metadata.uid == pod.metadata.uid }) {
                pods[index] = pod
            } else {
                pods.append(pod)
            }
        case .podDeleted(let pod):
            pods.removeAll { $0.metadata.uid == pod.metadata.uid }
            endWait(of: pod.metadata.uid)
        case .changed(let object): apply(object)
        default: break
        }
    }

    func pods(on node: Node) -> [Pod] { pods.filter { $0.spec.nodeName == node.name } }

    func node(of pod: Pod) -> Node? { nodes.first { $0.name == pod.spec.nodeName } }

    func without(_ gone: [Pod]) -> World {
        var world = self
        world.pods.removeAll { pod in gone.contains { $0.metadata.uid == pod.metadata.uid } }
        return world
    }
}
