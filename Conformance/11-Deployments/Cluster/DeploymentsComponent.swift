internal import API
internal import Client
public import Conformance
internal import ConformanceStage
internal import Schema

/// Black box: any program that is to be a cluster's Deployment controller, seen through the API only.
///
/// The program is started with `--kubeconfig=FILE` (and KUBECONFIG in its environment), once for each case, on a control
/// plane of ours without nodes. Nobody but the case says what becomes of ReplicaSets.
public enum DeploymentsComponent {
    static let user = "system:kube-controller-manager"
    static let component = "deployment-controller"

    public static let suite = Suite(
        11, "Deployments", level: .component, component: component, setting: ControlPlane.setting(for: user),
        cases: SharedCases.all.map { shared in
            story(shared.name, shared.requirement, weight: shared.weight) { program in
                try await shared.body(program.stage)
            }
        } + own)

    private static func story(
        _ name: String, _ requirement: Requirement, weight: Int = 1,
        _ body: @escaping @Sendable (ProgramOnStage) async throws -> Void
    ) -> Case {
        Case(
            "deployments/component/\(name)", requirement, weight: weight, isAlone: true, timeLimit: .seconds(150)
        ) { scenario in
            let program = try ProgramOnStage(scenario)
            try await program.stage.prepare()
            try await program.stage.clear()
            try program.start()
            let result: Result<Void, any Error>
            do { result = .success(try await body(program)) } catch { result = .failure(error) }
            program.end()
            try await program.stage.clear()
            try result.get()
        }
    }

    private static func requirement(_ must: String, says: String = "") -> Requirement {
        Requirement(must, source: SharedCase.deployment, says: says)
    }

    private static let own = [
        story(
            "recreate-waits",
            requirement("With the strategy Recreate no new pod MUST be made while an old one is there.")
        ) { program in
            let stage = program.stage
            try await stage.create(replicas: 3, ["strategy": ["type": "Recreate"]])
            let sets = try await stage.expect("v1=3")
            // A controller may look at the pods, or at what their set says of them.
            let pod = try await stage.createPod(of: sets[0])
            // It hears of pods and of Deployments on different watches, and nobody sees when it has heard of the pod.
            try await Task.sleep(for: DeploymentStage.pause)
            try await stage.update(to: "v2")
            stage.scenario.say("one of the old pods takes its time to end")
            try await stage.expectToStay("none", left: ["v1": 1])
            try await stage.end(pod)
            try await stage.expectToStay("v2=3")
        },
        story(
            "default-bounds",
            requirement(
                "Without a word about bounds they MUST be a quarter, rounded up for more pods and down for fewer.",
                says: "The default value is 25%.")
        ) { program in
            let stage = program.stage
            try await stage.create(replicas: 10)
            try await stage.expectStatus("10 available") { $0.availableReplicas == 10 }
            try await stage.update(to: "broken")
            try await stage.expectToStay("broken=5 v1=8", always: SharedCases.within(8, 13))
        },
        story(
            "proportional-ten",
            requirement(
                "Of five further pods three MUST go to the larger set, and two to the smaller one.",
                says:
                    "In our example above, 3 replicas are added to the old ReplicaSet and 2 replicas are added to the new "
                    + "ReplicaSet.")
        ) { program in
            let stage = program.stage
            try await stage.create(replicas: 10, SharedCases.rolling(surge: 3, unavailable: 2))
            try await stage.expectStatus("10 available") { $0.availableReplicas == 10 }
            try await stage.update(to: "broken")
            try await stage.expectToStay("broken=5 v1=8")
            try await stage.change("is scaled to 15", ["replicas": 15])
            try await stage.expectToStay("broken=7 v1=11")
        },
        story(
            "restart", requirement("A controller that is started again MUST go on with a rollout, and begin no other.")
        ) { program in
            let stage = program.stage
            try await stage.create(replicas: 3, SharedCases.rolling(surge: 1, unavailable: 0))
            try await stage.expectStatus("3 available") { $0.availableReplicas == 3 }
            try await stage.update(to: "broken")
            try await stage.expectToStay("broken=1 v1=3")
            try program.start()
            try await stage.expectToStay("broken=1 v1=3")
            try await stage.update(to: "v3")
            try await stage.expectToStay("v3=3")
        },
        story(
            "started-late", requirement("A controller that is started late MUST do what is missing.")
        ) { program in
            let stage = program.stage
            program.end()
            try await stage.create(replicas: 2)
            try await stage.update(to: "v2")
            try program.start()
            let sets = try await stage.expectToStay("v2=2")
            try stage.scenario.expect("one set, of v2", observed: "\(sets.map(\.version))", sets.count == 1)
        },
    ]
}

/// The program under test and where it is watched.
private struct ProgramOnStage: Sendable {
    let stage: DeploymentStage
    private let program: ProgramUnderTest

    init(_ scenario: Scenario) throws {
        let plane: ControlPlane = try scenario.setting()
        stage = DeploymentStage(scenario: scenario, client: plane.client, namespace: "default", hasPods: false)
        program = ProgramUnderTest(
            DeploymentsComponent.component, in: scenario, as: DeploymentsComponent.user, on: plane)
    }

    func start() throws {
        try program.start()
        stage.scenario.say("the controller is started")
    }

    func end() { program.end() }
}
