/// One requirement, put to the test: a story in which a program that keeps the requirement does one thing, and a program
/// that doesn't does another.
///
/// ```swift
/// Case(
///     "scheduler/taints/no-schedule",
///     Requirement(
///         "A scheduler MUST NOT bind a pod to a node with a NoSchedule taint that the pod doesn't tolerate.",
///         source: "https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/",
///         says: "no pod will be able to schedule onto node1 unless it has a matching toleration"),
///     step: 2, weight: 2
/// ) { scenario in
///     let scheduler = try await SchedulerUnderTest(scenario)
///     scenario.say("node n1 has the taint gpu=true:NoSchedule; pod web tolerates nothing")
///     …
///     try scenario.expect("no binding of web", observed: "\(action)", action == nil)
/// }
/// ```
/// The story returns: pass. It throws: see ``Verdict``.
public struct Case: Sendable {
    public typealias Story = @Sendable (Scenario) async throws -> Void

    /// Unique among all cases, and never reused: `scheduler/taints/no-schedule`.
    public var identifier: String
    public var requirement: Requirement
    public var coverage: Coverage
    /// Points for passing.
    public var weight: Int
    public var visibility: Visibility
    /// The step of the lab after which the case must pass; nil outside of labs, and for what goes beyond a lab.
    public var step: Int?
    /// The story uses ``Scenario/randomness(_:)``, so the report names a seed.
    public var isSeeded: Bool
    /// Mustn't run beside other cases: it disturbs or measures what they share.
    public var isAlone: Bool
    /// From the first line of the story to its last.
    public var timeLimit: Duration
    public var story: Story
    /// The text that the case was made from, if it was; see ``Script``.
    public var script: String?

    public init(
        _ identifier: String, _ requirement: Requirement, coverage: Coverage = .core, step: Int? = nil,
        weight: Int = 1, visibility: Visibility = .visible, isSeeded: Bool = false, isAlone: Bool = false,
        timeLimit: Duration = .seconds(60), _ story: @escaping Story
    ) {
        self.identifier = identifier
        self.requirement = requirement
        self.coverage = coverage
        self.weight = weight
        self.visibility = visibility
        self.step = step
        self.isSeeded = isSeeded
        self.isAlone = isAlone
        self.timeLimit = timeLimit
        self.story = story
    }
}

/// Whether everybody must pass a case, or only who offers a feature.
public enum Coverage: Sendable, Hashable {
    case core
    /// Named as in the documentation: `InterPodAffinity`.
    case extended(feature: String)

    public var feature: String? {
        if case .extended(let feature) = self { feature } else { nil }
    }
}

/// What a student sees of a case.
public enum Visibility: String, Sendable, Hashable, CaseIterable {
    case visible
    /// Only that it exists, and its points; never its story.
    case hidden
    /// As hidden, until the grader is told that the due date has passed.
    case afterDueDate
}
