import LabWorker
import SchedulerContract

/// The node has as much of every resource free as the pod requests.
///
/// Requests count, not use: a node that idles is full when its pods have asked for all it has.
/// Source: kubernetes.io, Concepts → Resource Management for Pods and Containers.
struct NodeResourcesFit: Predicate {
    static let name = PluginName.nodeResourcesFit
    static let curedBy: ClusterChange = [.nodeAdded, .nodeAllocatable, .podRemoved]
    private let requests: ResourceAmounts
    private let extended: [ResourceList.ExtendedResource]

    init?(_ pod: PodInfo, in cluster: Cluster) {
        requests = pod.requests.amounts
        extended = pod.requests.extended.filter { pod.additions?.ignores($0.name) != true }
    }

    func rejections(of slot: Int, in cluster: Cluster) -> [Rejection] {
        let short = shortages(of: cluster.loads[slot])
        if extended.isEmpty { return Self.rejections[short.rawValue] }
        return Self.rejections[short.rawValue] + rareShortages(of: cluster.nodes[slot])
    }

    /// Of which ordinary resources the node has too little left. A request of nothing fits on an overcommitted node, too.
    private func shortages(of load: NodeLoad) -> Shortages {
        // Lab 09, step 1: yours to write.
        notWritten()
    }

    /// The same for extended resources, which few pods ask for.
    private func rareShortages(of node: NodeInfo) -> [Rejection] {
        extended.filter { resource in
            lacks(resource.amount, node.extendedRequested[resource.name], node.extendedAllocatable[resource.name])
        }.map { .insufficient(resource: $0.name) }
    }

    private func lacks(_ request: Int, _ taken: Int, _ allocatable: Int) -> Bool {
        request > 0 && request > allocatable - taken
    }

    struct Shortages: OptionSet {
        let rawValue: Int

        static let pods = Shortages(rawValue: 1)
        static let cpu = Shortages(rawValue: 2)
        static let memory = Shortages(rawValue: 4)
        static let ephemeralStorage = Shortages(rawValue: 8)
    }

    /// For each set of shortages, in words: on a full cluster thousands are needed for one pod, and making none of them anew
    /// is what keeps that fast.
    private static let rejections: [[Rejection]] = (0..<16).map { number in
        let words: [Rejection] = [
            .tooManyPods, .insufficient(resource: "cpu"), .insufficient(resource: "memory"),
            .insufficient(resource: "ephemeral-storage"),
        ]
        return words.indices.filter { number & (1 << $0) != 0 }.map { words[$0] }
    }
}
