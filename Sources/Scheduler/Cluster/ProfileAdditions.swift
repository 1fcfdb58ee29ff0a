import API
import SchedulerContract

/// What an administrator wants of every pod of a profile, beside what the pod says itself.
///
/// Most profiles add nothing; then there is none of this.
final class ProfileAdditions: Sendable {
    let affinity: NodeAffinityTerms?
    private let ignoredResources: Set<String>
    private let ignoredResourceGroups: Set<String>
    private let constraints: [TopologySpreadConstraint]

    typealias NodeAffinityTerms = (required: [NodeSelectorTerm]?, preferred: [PreferredSchedulingTerm])

    init?(_ profile: SchedulerProfile) {
        if profile.addedAffinity == nil, profile.ignoredResources.isEmpty, profile.ignoredResourceGroups.isEmpty,
            profile.defaultConstraints.isEmpty
        {
            return nil
        }
        affinity = profile.addedAffinity.map {
            (
                $0.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms,
                $0.preferredDuringSchedulingIgnoredDuringExecution
            )
        }
        ignoredResources = Set(profile.ignoredResources)
        ignoredResourceGroups = Set(profile.ignoredResourceGroups)
        constraints = profile.defaultConstraints
    }

    /// Whether somebody else keeps count of the resource.
    func ignores(_ resource: String) -> Bool {
        ignoredResources.contains(resource)
            || ignoredResourceGroups.contains(String(resource.prefix { $0 != "/" }))
    }

    /// The profile's constraints, for a replica that has none of its own; nil for any other pod.
    func spread(_ pod: Pod) -> [(TopologySpreadConstraint, SpreadConstraint)]? {
        guard !constraints.isEmpty, pod.spec.topologySpreadConstraints.isEmpty,
            let controller = pod.metadata.controllerReference?.uid
        else { return nil }
        return constraints.map { ($0, SpreadConstraint($0, ofReplicasOf: controller)) }
    }
}
