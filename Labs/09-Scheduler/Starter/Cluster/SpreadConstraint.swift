import API

/// A pod's wish to be spread, as it is used again and again.
struct SpreadConstraint: Sendable {
    var topologyKey: String
    var maxSkew: Int
    /// While there are fewer domains than this, the least is taken to be zero.
    var minDomains = 1
    /// Whether only nodes count that the pod's node affinity accepts…
    var honorsAffinity = true
    /// … and whose taints it tolerates.
    var honorsTaints = false
    /// The pods to be spread.
    var query: PodQuery

    init(_ constraint: TopologySpreadConstraint, of pod: Pod) {
        let labels = constraint.labelSelector?.narrowed(by: pod.metadata.labels, equal: constraint.matchLabelKeys)
        self.init(
            constraint,
            PodQuery(
                clauses: [PodQuery.Clause(namespaces: [pod.metadata.namespace], labels: labels)], countsEnding: false))
    }

    /// A profile's, which names no pods: for the replicas of a controller.
    init(_ constraint: TopologySpreadConstraint, ofReplicasOf controller: String) {
        self.init(constraint, PodQuery(controller: controller, countsEnding: false))
    }

    private init(_ constraint: TopologySpreadConstraint, _ query: PodQuery) {
        topologyKey = constraint.topologyKey
        maxSkew = min(constraint.maxSkew, 1 << 31)
        minDomains = constraint.minDomains ?? 1
        honorsAffinity = constraint.nodeAffinityPolicy != "Ignore"
        honorsTaints = constraint.nodeTaintsPolicy == "Honor"
        self.query = query
    }

    /// What is done for the replicas of a controller that say nothing about spreading.
    ///
    /// Upstream finds the replicas by the selectors of services and controllers; here they are the pods of the same
    /// controller.
    static func defaults(forReplicasOf controller: String) -> [SpreadConstraint] {
        let query = PodQuery(controller: controller, countsEnding: false)
        return [
            SpreadConstraint(topologyKey: "kubernetes.io/hostname", maxSkew: 3, query: query),
            SpreadConstraint(topologyKey: "topology.kubernetes.io/zone", maxSkew: 5, query: query),
        ]
    }

    private init(topologyKey: String, maxSkew: Int, query: PodQuery) {
        self.topologyKey = topologyKey
        self.maxSkew = maxSkew
        self.query = query
    }
}

extension PodInfo {
    /// The constraints that advise: the pod's own, or what is done for replicas that have none.
    func softSpread(replicasAreSpread: Bool) -> [SpreadConstraint] {
        guard replicasAreSpread, let controller, pod.spec.topologySpreadConstraints.isEmpty else { return softSpread }
        return SpreadConstraint.defaults(forReplicasOf: controller)
    }
}
