import SchedulerContract

/// A profile, ready for use: the rules looked up by their names.
struct Rules: Sendable {
    let profile: SchedulerProfile
    let additions: ProfileAdditions?
    let predicates: [any Predicate.Type]
    let priorities: [(type: any Priority.Type, weight: Int)]

    init(_ profile: SchedulerProfile) {
        self.profile = profile
        additions = ProfileAdditions(profile)
        predicates = Predicates.named(profile.predicates)
        priorities = profile.priorities.compactMap { entry in
            Priorities.named(entry.name).map { ($0, entry.weight) }
        }
    }
}
