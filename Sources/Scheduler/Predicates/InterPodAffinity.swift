import API
import SchedulerContract

/// Where pods that a term selects already run, this pod must (affinity) or must not (anti-affinity) run as well; and
/// where pods run whose anti-affinity selects this one, it must not run either.
///
/// "Where" is a domain: all nodes with the same value of the term's topology key.
/// Source: kubernetes.io, Concepts → Assigning Pods to Nodes → Inter-pod affinity and anti-affinity.
/// Left out: namespaceSelector other than the empty one, matchLabelKeys.
struct InterPodAffinity: Predicate {
    static let curedBy: ClusterChange = [.nodeAdded, .nodeLabels, .podPlaced, .podRemoved, .podLabels]

    private struct Domain: Hashable {
        var key: String
        var value: String
    }

    /// One for each term: the domains in which pods run that all the terms select.
    private let affinity: [(key: String, domains: Set<Domain>)]
    private let antiAffinity: Set<Domain>
    private let existingAntiAffinity: Set<Domain>
    /// The first of a group that wants to be together: it selects itself, and nobody else is there yet.
    private let isFirstOfItsGroup: Bool

    init?(_ pod: PodInfo, in cluster: Cluster) {
        if pod.requiredAffinity.isEmpty, pod.requiredAntiAffinity.isEmpty, cluster.repellingPods.isEmpty { return nil }
        affinity = pod.requiredAffinity.map { term in
            let domains = Self.domains(of: term.topologyKey, in: cluster) { other in
                pod.requiredAffinity.allSatisfy { $0.selects(other, from: pod) }
            }
            return (term.topologyKey, domains)
        }
        antiAffinity = pod.requiredAntiAffinity.reduce(into: []) { all, term in
            all.formUnion(Self.domains(of: term.topologyKey, in: cluster) { term.selects($0, from: pod) })
        }
        existingAntiAffinity = Self.domains(repelling: pod, in: cluster)
        isFirstOfItsGroup =
            affinity.allSatisfy(\.domains.isEmpty) && pod.requiredAffinity.allSatisfy { $0.selects(pod, from: pod) }
    }

    func rejections(of slot: Int, in cluster: Cluster) -> [Rejection] {
        let labels = cluster.nodes[slot].labels
        func contains(_ domains: Set<Domain>) -> Bool {
            !domains.isEmpty && domains.contains { labels[$0.key] == $0.value }
        }
        if !isAttracted(labels) { return [.podAffinity] }
        if contains(antiAffinity) { return [.podAntiAffinity] }
        return contains(existingAntiAffinity) ? [.existingPodsAntiAffinity] : []
    }

    private func isAttracted(_ labels: [String: String]) -> Bool {
        affinity.allSatisfy { term in
            guard let value = labels[term.key] else { return false }
            return isFirstOfItsGroup || term.domains.contains(Domain(key: term.key, value: value))
        }
    }

    /// The domains of a topology in which pods run that are selected.
    private static func domains(
        of key: String, in cluster: Cluster, where isSelected: (PodInfo) -> Bool
    ) -> Set<Domain> {
        var domains: Set<Domain> = []
        for slot in cluster.order {
            guard let value = cluster.nodes[slot].labels[key] else { continue }
            if cluster.nodes[slot].pods.contains(where: isSelected) { domains.insert(Domain(key: key, value: value)) }
        }
        return domains
    }

    /// Where pods run that don't want `pod` near them.
    private static func domains(repelling pod: PodInfo, in cluster: Cluster) -> Set<Domain> {
        var domains: Set<Domain> = []
        for slot in cluster.repellingPods.keys {
            for other in cluster.nodes[slot].pods {
                for term in other.requiredAntiAffinity where term.selects(pod, from: other) {
                    guard let value = cluster.nodes[slot].labels[term.topologyKey] else { continue }
                    domains.insert(Domain(key: term.topologyKey, value: value))
                }
            }
        }
        return domains
    }
}

extension PodAffinityTerm {
    /// - Parameter owner: the pod whose term it is; without namespaces the term means the owner's.
    func selects(_ pod: PodInfo, from owner: PodInfo) -> Bool {
        let namespace = pod.pod.metadata.namespace
        let isInside =
            namespaceSelector?.isEmpty == true
            || (namespaces.isEmpty ? namespace == owner.pod.metadata.namespace : namespaces.contains(namespace))
        return isInside && labelSelector.matches(pod.pod.metadata.labels)
    }
}
