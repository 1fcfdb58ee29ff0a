internal import API
internal import Client
public import Conformance
internal import ConformanceStage
internal import Schema

/// Black box: any program that is to be a cluster's ReplicaSet controller, seen through the API only.
///
/// The program is started with `--kubeconfig=FILE` (and KUBECONFIG in its environment), once for each case, on a control
/// plane of ours without nodes; nothing here knows how it works inside.
public enum ReplicaSetsComponent {
    static let user = "system:kube-controller-manager"
    static let component = "replicaset-controller"

    public static let suite = Suite(
        10, "ReplicaSets", level: .component, component: component, setting: ControlPlane.setting(for: user),
        cases: SharedCases.all.map { shared in
            story(shared.name, shared.requirement, shared.coverage) { program in try await shared.body(program.stage) }
        } + own)

    private static func story(
        _ name: String, _ requirement: Requirement, _ coverage: Coverage = .core,
        _ body: @escaping @Sendable (ProgramOnStage) async throws -> Void
    ) -> Case {
        Case(
            "replicasets/component/\(name)", requirement, coverage: coverage, isAlone: true, timeLimit: .seconds(120)
        ) { scenario in
            let program = try ProgramOnStage(scenario)
            try await program.stage.prepare()
            try await program.stage.clear()
            try program.start()
            do { try await body(program) } catch {
                program.end()
                try await program.stage.clear()
                throw error
            }
            program.end()
            try await program.stage.clear()
        }
    }

    private static let own = [
        story(
            "restart",
            Requirement(
                "A controller that is started again MUST find its pods, and create no others.",
                source: SharedCase.replicaSet)
        ) { program in
            let set = try await program.stage.create("web", replicas: 3)
            let before = try await program.stage.expectPods(3, of: set)
            try program.start()
            try await program.stage.delete(before[0])
            let after = try await program.stage.expectPods(3, of: set)
            let kept = after.count { pod in before.contains { $0.metadata.uid == pod.metadata.uid } }
            try program.stage.scenario.expect("two of the three are the old ones", observed: "\(kept) are", kept == 2)
        },
        story(
            "started-late",
            Requirement(
                "A controller that is started late MUST do what is missing, whatever it hasn't seen happen.",
                source: "https://kubernetes.io/docs/concepts/architecture/controller/")
        ) { program in
            program.end()
            let set = try await program.stage.create("web", replicas: 2)
            try await program.stage.createPod("stray")
            try program.start()
            let pods = try await program.stage.expectPods(2, of: set)
            try program.stage.scenario.expect(
                "stray is one of them", observed: "\(pods.map(\.name))", pods.contains { $0.name == "stray" })
        },
        story(
            "unassigned-first",
            Requirement(
                "A pod that has no node MUST be deleted before one that has a node.", source: SharedCase.replicaSet,
                says: "Pending (and unschedulable) pods are scaled down first")
        ) { program in
            for name in ["free-1", "free-2"] { try await program.stage.createPod(name) }
            try await program.stage.createPod("placed") { $0.spec.nodeName = "somewhere" }
            let set = try await program.stage.create("web", replicas: 1)
            let left = try await program.stage.expectPods(1, of: set)
            try program.stage.scenario.expect(
                "placed is left", observed: "\(left.map(\.name))", left.map(\.name) == ["placed"])
        },
        story(
            "deletion-cost",
            Requirement(
                "A pod of lower deletion cost MUST be deleted before one of higher cost.",
                source: SharedCase.replicaSet,
                says: "The annotation should be set on the pod, the range is [-2147483648, 2147483647]. It represents "
                    + "the cost of deleting a pod compared to other pods belonging to the same ReplicaSet."),
            .extended(feature: "PodDeletionCost")
        ) { program in
            try await program.stage.skip(before: 22, "pod deletion cost")
            for (name, cost) in [("dear", "100"), ("cheap", "-5"), ("plain", nil)] {
                try await program.stage.createPod(name) { pod in
                    pod.metadata.annotations["controller.kubernetes.io/pod-deletion-cost"] = cost
                }
            }
            let set = try await program.stage.create("web", replicas: 1)
            let left = try await program.stage.expectPods(1, of: set)
            try program.stage.scenario.expect(
                "the pod of the highest cost is left", observed: "\(left.map(\.name))", left.map(\.name) == ["dear"])
        },
    ]
}

/// The program under test and where it is watched.
private struct ProgramOnStage: Sendable {
    let stage: SetStage
    private let program: ProgramUnderTest

    init(_ scenario: Scenario) throws {
        let plane: ControlPlane = try scenario.setting()
        stage = SetStage(scenario: scenario, client: plane.client, namespace: "default")
        program = ProgramUnderTest(
            ReplicaSetsComponent.component, in: scenario, as: ReplicaSetsComponent.user, on: plane)
    }

    func start() throws {
        try program.start()
        stage.scenario.say("the controller is started")
    }

    func end() { program.end() }
}
