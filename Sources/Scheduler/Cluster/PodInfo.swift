import API
import Schema

/// A pod as the scheduler looks at it: what its rules ask for again and again, worked out once.
final class PodInfo: Sendable {
    // What is read of thousands of pods for one decision stands first, on the same few cache lines.
    let priority: Int
    /// Since 1970. A pod that hasn't started yet counts as starting now.
    let startSeconds: Int
    /// What must be free on a node: the sum over the containers, or what the most demanding init container needs.
    let requests: ResourceList
    /// The same with at least 100m CPU and 200 MB memory for each container that names no request, so that scores tell
    /// nodes with many such pods from empty ones.
    let scoredRequests: ResourceAmounts
    let hostPorts: [HostPort]
    /// Of the pod with this name there is only one at a time, but over time there may be several.
    let uid: String
    /// The uid of the controller: replicas of one are spread.
    let controller: String?
    /// The names of the claims whose volumes it mounts.
    let claims: [String]
    let requiredAffinity: [PodTerm]
    let requiredAntiAffinity: [PodTerm]
    /// With weights, below zero for anti-affinity.
    let preferredTerms: [(term: PodTerm, weight: Int)]
    /// Constraints that forbid, and constraints that advise.
    let hardSpread: [SpreadConstraint]
    let softSpread: [SpreadConstraint]
    let pod: Pod
    /// What the pod's profile adds to what it says itself.
    let additions: ProfileAdditions?

    init(_ pod: Pod, _ additions: ProfileAdditions? = nil) {
        self.pod = pod
        self.additions = additions
        uid = pod.metadata.uid
        priority = pod.spec.priority ?? 0
        startSeconds = pod.status.startTime?.seconds ?? Int.max
        requests = ResourceList(pod.spec.requests, pods: 1)
        scoredRequests = pod.spec.scoredRequests
        hostPorts = pod.spec.hostPorts
        controller = pod.metadata.controllerReference?.uid
        claims = pod.claimNames
        let affinity = pod.spec.affinity
        requiredAffinity = Self.required(affinity?.podAffinity, of: pod)
        requiredAntiAffinity = Self.required(affinity?.podAntiAffinity, of: pod)
        preferredTerms = Self.preferred(affinity, of: pod)
        let spread =
            additions?.spread(pod) ?? pod.spec.topologySpreadConstraints.map { ($0, SpreadConstraint($0, of: pod)) }
        hardSpread = spread.filter { $0.0.whenUnsatisfiable == "DoNotSchedule" }.map(\.1)
        softSpread = spread.filter { $0.0.whenUnsatisfiable == "ScheduleAnyway" }.map(\.1)
    }

    var labels: [String: String] { pod.metadata.labels }
    var isEnding: Bool { pod.metadata.deletionTimestamp != nil }
    var schedulerName: String { pod.schedulerName }

    /// A node must satisfy all the terms of a required affinity by the same pods: those that all terms select.
    var affinityQuery: PodQuery { PodQuery(clauses: requiredAffinity.flatMap(\.query.clauses)) }

    /// What it means to other pods once it runs.
    var carriedTerms: [CarriedTerms.Key] {
        requiredAntiAffinity.map { CarriedTerms.Key(term: $0, effect: .requiredAntiAffinity) }
            + requiredAffinity.map { CarriedTerms.Key(term: $0, effect: .requiredAffinity) }
            + preferredTerms.map { CarriedTerms.Key(term: $0.term, effect: .preferred(weight: $0.weight)) }
    }

    /// Whether everything that rules look at is the same in this newer state of the pod: most changes are of its status.
    func standsFor(_ newer: Pod) -> Bool {
        pod.metadata.labels == newer.metadata.labels
            && pod.metadata.deletionTimestamp == newer.metadata.deletionTimestamp
            && pod.status.startTime == newer.status.startTime && pod.spec.priority == newer.spec.priority
            && pod.spec.containers.elementsEqual(newer.spec.containers) { $0.resources == $1.resources }
    }

    private static func required(_ affinity: PodAffinity?, of pod: Pod) -> [PodTerm] {
        affinity?.requiredDuringSchedulingIgnoredDuringExecution.map { PodTerm($0, of: pod) } ?? []
    }

    private static func required(_ affinity: PodAntiAffinity?, of pod: Pod) -> [PodTerm] {
        affinity?.requiredDuringSchedulingIgnoredDuringExecution.map { PodTerm($0, of: pod) } ?? []
    }

    private static func preferred(_ affinity: Affinity?, of pod: Pod) -> [(term: PodTerm, weight: Int)] {
        let near = affinity?.podAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []
        let apart = affinity?.podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []
        return near.map { (PodTerm($0.podAffinityTerm, of: pod), $0.weight.clampedWeight) }
            + apart.map { (PodTerm($0.podAffinityTerm, of: pod), -$0.weight.clampedWeight) }
    }
}

extension Int {
    /// A term's weight, 1 to 100 by the documentation: whoever doesn't keep to it shall not make sums overflow.
    var clampedWeight: Int { Swift.min(Swift.max(self, 0), 100) }
}

extension Pod {
    var schedulerName: String { spec.schedulerName.isEmpty ? "default-scheduler" : spec.schedulerName }

    /// Of volumes with a life of their own, and of those that live as long as the pod.
    fileprivate var claimNames: [String] {
        spec.volumes.compactMap { volume in
            if volume.source.ephemeral != nil { return "\(name)-\(volume.name)" }
            return volume.source.persistentVolumeClaim?.claimName
        }
    }
}
