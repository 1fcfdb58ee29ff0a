internal import Client
public import Conformance
internal import ConformanceStage

/// The component's suite: what any program must do that is to be a cluster's scheduler, seen through the API only.
///
/// The program is started with `--kubeconfig=FILE` (and KUBECONFIG in its environment), once for each case, on a control
/// plane of ours without nodes; nothing here knows how it works inside.
public enum SchedulerComponent {
    static let user = "system:kube-scheduler"

    public static let suite = Suite(
        9, "Scheduler", level: .component, component: "scheduler", setting: prepare,
        cases: PlacementCases.all + ConstraintCases.all + RequeueingCases.all + RetoldStories.all)

    @Sendable private static func prepare(
        _ subject: Subject, _ run: @Sendable (any Sendable) async throws -> Void
    ) async throws {
        guard case .component(_, let stage) = subject else { throw Undecided("there is no program") }
        try await ControlPlane.run(users: [user], on: stage) { plane in
            try await run(plane)
            try await SchedulerOnStage.clear(plane.client)
        }
    }

    /// A case of this suite: the cluster is empty when it begins, and the program runs.
    static func story(
        _ identifier: String, _ must: String, _ page: Page, says: String = "",
        _ body: @escaping @Sendable (SchedulerOnStage) async throws -> Void
    ) -> Case {
        Case(
            "scheduler/component/\(identifier)", Requirement(must, source: page.rawValue, says: says), isAlone: true
        ) { scenario in
            let stage = try await SchedulerOnStage(scenario)
            try await body(stage)
        }
    }
}

/// Where the requirements are from.
enum Page: String {
    case overview = "https://kubernetes.io/docs/concepts/scheduling-eviction/kube-scheduler/"
    case resources = "https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/"
    case assigning = "https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/"
    case taints = "https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/"
    case spreading = "https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/"
    case priority = "https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/"
    case readiness = "https://kubernetes.io/docs/concepts/scheduling-eviction/pod-scheduling-readiness/"
    case schedulers = "https://kubernetes.io/docs/tasks/extend-kubernetes/configure-multiple-schedulers/"
    case nodes = "https://kubernetes.io/docs/concepts/architecture/nodes/"
    case lifecycle = "https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/"
    case overhead = "https://kubernetes.io/docs/concepts/scheduling-eviction/pod-overhead/"
}
