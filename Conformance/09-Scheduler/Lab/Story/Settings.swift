internal import Conformance
internal import Schema
internal import SchedulerContract

/// Which rules a story goes by: those of the steps up to its own, so that what a later step teaches is never called.
///
/// Lines before the first event may change that: `step 4`, `scores NodeResourcesFit=1 TaintToleration=3`,
/// `bin-packing` (MostAllocated), `back-off first=1 longest=10`, `rules VolumeBinding VolumeZone` (beside the others),
/// `percentage 50` (of nodes to score), `extender` (somebody outside is asked). `profile NAME` begins a second profile, with
/// the rules of the first so far; what follows is said of that one.
struct Settings {
    /// All rules.
    static let lastStep = 9

    private(set) var configuration = SchedulerConfiguration()

    init(step: Int = lastStep) { setStep(step) }

    /// The one that settings are about.
    private var profile: SchedulerProfile {
        get { configuration.profiles.last ?? SchedulerProfile() }
        set { configuration.profiles = configuration.profiles.dropLast() + [newValue] }
    }

    private mutating func setStep(_ step: Int) {
        profile.predicates = Self.predicates.filter { $0.step <= step }.map(\.name)
        profile.priorities = Self.priorities[min(step, 8)] ?? []
        profile.preemption = step >= 8
        profile.spreadsReplicas = false
    }

    private static let predicates: [(step: Int, name: PluginName)] = [
        (2, .nodeUnschedulable), (2, .taintToleration), (3, .nodeAffinity), (1, .nodePorts), (1, .nodeResourcesFit),
        (6, .podTopologySpread), (7, .interPodAffinity),
    ]

    /// A step that teaches a priority has that one alone; the others have those that are easy to follow.
    private static let priorities: [Int: [WeightedPriority]] = [
        2: [WeightedPriority(.taintToleration)], 3: [WeightedPriority(.nodeAffinity)],
        4: [WeightedPriority(.nodeResourcesFit)], 5: [WeightedPriority(.nodeResourcesBalancedAllocation)],
        6: [WeightedPriority(.podTopologySpread)], 7: [WeightedPriority(.interPodAffinity)],
        8: [WeightedPriority(.nodeResourcesFit)],
    ]

    static func isSetting(_ line: String) -> Bool {
        ["step", "scores", "bin-packing", "back-off", "rules", "percentage", "extender", "profile"]
            .contains(line.prefix { $0 != " " })
    }

    /// - Returns: false when the line is no setting.
    mutating func take(_ line: String) throws -> Bool {
        let words = line.split(separator: " ")
        let attributes = words.dropFirst().map { Attribute($0) }
        switch words.first {
        case "step": setStep(Int(words.last ?? "") ?? 0)
        case "scores":
            profile.priorities = try attributes.map { attribute in
                guard let weight = Int(attribute.value) else { throw StoryError(line, "a weight is a number") }
                return WeightedPriority(PluginName(attribute.key), weight: weight)
            }
        case "bin-packing": profile.scoringStrategy = ScoringStrategy(.mostAllocated)
        case "rules": profile.predicates += words.dropFirst().map { PluginName(String($0)) }
        case "percentage": configuration.percentageOfNodesToScore = Int(words.last ?? "") ?? 0
        case "extender": configuration.extenders.append(ExtenderConcern())
        case "profile":
            configuration.profiles.append(profile)
            profile.schedulerName = String(words.last ?? "")
        case "back-off":
            for attribute in attributes {
                guard let seconds = Double(attribute.value) else { throw StoryError(line, "seconds are a number") }
                if attribute.key == "first" {
                    configuration.podInitialBackoffSeconds = seconds
                } else {
                    configuration.podMaxBackoffSeconds = seconds
                }
            }
        default: return false
        }
        return true
    }

    /// What is left to chance is the same for the same seed.
    mutating func setSeed(_ seed: UInt64) { configuration.seed = seed >> 1 }
}
