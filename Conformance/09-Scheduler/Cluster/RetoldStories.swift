internal import API
internal import Conformance
internal import ConformanceStage
internal import SchedulerSuite

/// The lab's stories, told once more to a program: with objects instead of events.
enum RetoldStories {
    /// Those whose end doesn't depend on scores, on the moment, or on what only a caller in Swift can do.
    private static let stories = [
        "resources/fits", "resources/insufficient-cpu", "resources/insufficient-memory", "resources/exactly-full",
        "resources/one-milli-too-much", "resources/limits-dont-count", "resources/number-of-pods",
        "resources/nothing-requested", "resources/containers-add-up", "resources/init-containers",
        "resources/init-containers-dont-add-up", "resources/allocatable-not-capacity", "resources/extended-resources",
        "resources/assumed-pods", "resources/finished-pods", "resources/deleted-pods", "taints/no-schedule",
        "taints/no-execute", "taints/prefer-no-schedule", "taints/all-taints", "taints/several-tolerations",
        "taints/toleration-without-effect", "taints/equal-other-value", "node-affinity/selector",
        "node-affinity/terms-or", "node-affinity/expressions-and", "node-affinity/not-in-without-label",
        "node-affinity/label-added", "node-affinity/field-name", "spread/do-not-schedule", "spread/over-the-limit",
        "spread/min-domains", "pod-affinity/near", "pod-affinity/first-of-its-group", "pod-affinity/apart",
        "pod-affinity/symmetric", "pod-affinity/own-namespace", "preemption/makes-room", "preemption/only-when-needed",
        "preemption/equals-stay", "preemption/never", "preemption/no-more-than-needed", "queue/gates",
        "queue/others-go-on",
    ]

    static let all: [Case] = SchedulerLab.suite.cases.filter { told in
        stories.contains { told.identifier == "scheduler/\($0)" }
    }.compactMap { told in
        told.script.map { text in
            onStage(told.identifier.dropFirst("scheduler/".count), told.requirement, told.coverage, told.weight, text)
        }
    }

    private static func onStage(
        _ name: some StringProtocol, _ requirement: Requirement, _ coverage: Coverage, _ weight: Int, _ text: String
    ) -> Case {
        Case(staged: "scheduler/component/stories/\(name)", requirement, coverage, weight) { scenario in
            // It empties the cluster, and starts the program.
            let program = try await SchedulerOnStage(scenario)
            let client = try scenario.setting(as: ControlPlane.self).client
            try await Stage.tell(text, Stage(scenario, client, nodes: MadeUpNodes(), namespace: "default"))
            withExtendedLifetime(program) {}
        }
    }
}

extension Case {
    /// A story that has a cluster to itself. There is no student's file to look at.
    init(
        staged identifier: String, _ requirement: Requirement, _ coverage: Coverage, _ weight: Int,
        _ story: @escaping Story
    ) {
        var requirement = requirement
        requirement.look = ""
        self.init(
            identifier, requirement, coverage: coverage, weight: weight, isAlone: true, timeLimit: .seconds(120), story)
    }
}

extension Stage {
    /// Tells a story, and leaves nothing of it behind, however it ends.
    static func tell(_ text: String, _ stage: Stage) async throws {
        var stage = stage
        do { try await stage.tell(text) } catch {
            try await stage.clear()
            throw error
        }
        try await stage.clear()
    }
}
