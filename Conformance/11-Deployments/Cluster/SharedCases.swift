internal import API
internal import Conformance
internal import Schema

/// A requirement of any Deployment controller, and the story that tries it: told to a program, and to a cluster.
struct SharedCase: Sendable {
    typealias Body = @Sendable (DeploymentStage) async throws -> Void
    let name: String
    let requirement: Requirement
    var weight = 1
    let body: Body

    init(
        _ name: String, _ must: String, says: String = "", weight: Int = 1, source: String = SharedCase.deployment,
        _ body: @escaping Body
    ) {
        self.name = name
        requirement = Requirement(must, source: source, says: says)
        self.weight = weight
        self.body = body
    }

    static let deployment = "https://kubernetes.io/docs/concepts/workloads/controllers/deployment/"
}

enum SharedCases {
    static let all = sets + bounds + pauses + histories + statuses

    /// The strategy in full: absolute numbers or percentages.
    static func rolling(surge: JSON, unavailable: JSON) -> JSON {
        ["strategy": ["type": "RollingUpdate", "rollingUpdate": ["maxSurge": surge, "maxUnavailable": unavailable]]]
    }

    /// No more pods are wanted than this, and never fewer available.
    static func within(_ floor: Int, _ ceiling: Int) -> @Sendable ([ReplicaSet]) -> String? {
        { sets in
            let wanted = sets.reduce(0) { $0 + ($1.spec.replicas ?? 0) }
            let available = sets.reduce(0) { $0 + $1.available }
            return wanted <= ceiling && available >= floor
                ? nil : "at most \(ceiling) pods are wanted and at least \(floor) are available"
        }
    }

    private static let sets = [
        SharedCase(
            "creates-set", "A Deployment MUST get a ReplicaSet of its template, whose pods no other set selects.",
            says:
                "The Deployment controller adds a pod-template-hash label to every ReplicaSet that a Deployment creates or "
                + "adopts.", weight: 2
        ) { stage in
            let deployment = try await stage.create(replicas: 3)
            guard let set = try await stage.expectToStay("v1=3").first else { return }
            let hash = set.metadata.labels["pod-template-hash"] ?? ""
            let isRight =
                set.spec.selector?.matchLabels["pod-template-hash"] == hash && !hash.isEmpty
                && set.spec.template.metadata.labels["pod-template-hash"] == hash
                && set.spec.selector?.matchLabels["app"] == "web" && set.name == "web-\(hash)"
                && set.metadata.ownerReferences.first?.uid == deployment.metadata.uid
            try stage.scenario.expect(
                "the hash in labels, selector, template and name, and the Deployment as its controller",
                observed: "\(set.metadata.json)", isRight)
        },
        SharedCase(
            "scales", "A change of the number MUST scale the set, and make no new one.",
            says:
                "A Deployment's rollout is triggered if and only if the Deployment's Pod template (that is, .spec.template) "
                + "is changed"
        ) { stage in
            try await stage.create(replicas: 2)
            let first = try await stage.expect("v1=2")
            try await stage.change("is scaled to 4", ["replicas": 4])
            try await stage.expect("v1=4")
            try await stage.change("is scaled to 1", ["replicas": 1])
            let last = try await stage.expectToStay("v1=1")
            try stage.scenario.expect(
                "the same set", observed: "\(last.map(\.name))", last.map(\.metadata.uid) == first.map(\.metadata.uid))
        },
        SharedCase(
            "rolls", "A change of the template MUST replace all pods, by a new set.",
            says: "A new ReplicaSet is created, and the Deployment gradually scales it up while scaling down the old "
                + "ReplicaSet", weight: 2
        ) { stage in
            try await stage.create(replicas: 3)
            try await stage.expect("v1=3")
            try await stage.update(to: "v2")
            let sets = try await stage.expectToStay("v2=3")
            try stage.scenario.expect(
                "the old set is kept, without pods", observed: "\(sets.map(\.version))",
                sets.map(\.version) == ["v1", "v2"])
        },
        SharedCase(
            "rollover",
            "A template that changes during a rollout MUST be rolled out at once, and the former one given up.",
            says: "it will immediately start killing the 3 nginx:1.14.2 Pods that it had created, and starts creating "
                + "nginx:1.16.1 Pods"
        ) { stage in
            try await stage.create(replicas: 3)
            try await stage.expectStatus("3 available") { $0.availableReplicas == 3 }
            try await stage.update(to: "broken")
            try await stage.expect("broken=1 v1=3")
            try await stage.update(to: "v3")
            try await stage.expectToStay("v3=3")
        },
        SharedCase(
            "recreate", "With the strategy Recreate no new pod MUST be made before the old set wants none.",
            says: "All existing Pods are killed before new ones are created when .spec.strategy.type==Recreate."
        ) { stage in
            try await stage.create(replicas: 3, ["strategy": ["type": "Recreate"]])
            try await stage.expect("v1=3")
            try await stage.update(to: "v2")
            try await stage.expectToStay("v2=3") { sets in
                let versions = sets.filter { ($0.spec.replicas ?? 0) > 0 }.map(\.version)
                return versions.count > 1 ? "pods of one version only are wanted" : nil
            }
        },
    ]

    private static let bounds = [
        SharedCase(
            "within-bounds",
            "During a rollout no more pods MUST be wanted, and no fewer available, than the strategy says.",
            says: "Deployment ensures that only a certain number of Pods are down while they are being updated.",
            weight: 2
        ) { stage in
            try await stage.create(replicas: 4, rolling(surge: 1, unavailable: 1))
            try await stage.expectStatus("4 available") { $0.availableReplicas == 4 }
            try await stage.update(to: "v2")
            try await stage.expect("v2=4", always: within(3, 5))
        },
        SharedCase(
            "broken-stops", "A rollout of pods that never get ready MUST stop within its bounds.", weight: 2
        ) { stage in
            try await stage.create(replicas: 4, rolling(surge: 1, unavailable: 1))
            try await stage.expectStatus("4 available") { $0.availableReplicas == 4 }
            try await stage.update(to: "broken")
            try await stage.expectToStay("broken=2 v1=3", always: within(3, 5))
        },
        SharedCase(
            "no-surge", "With maxSurge 0 an old pod MUST go before a new one comes.",
            says: "specifies the maximum number of Pods that can be created over the desired number of Pods"
        ) { stage in
            try await stage.create(replicas: 3, rolling(surge: 0, unavailable: 1))
            try await stage.expectStatus("3 available") { $0.availableReplicas == 3 }
            try await stage.update(to: "broken")
            try await stage.expectToStay("broken=1 v1=2", always: within(2, 3))
        },
        SharedCase(
            "none-unavailable", "With maxUnavailable 0 a new pod MUST be available before an old one goes.",
            says: "specifies the maximum number of Pods that can be unavailable during the update process"
        ) { stage in
            try await stage.create(replicas: 3, rolling(surge: 1, unavailable: 0))
            try await stage.expectStatus("3 available") { $0.availableReplicas == 3 }
            try await stage.update(to: "broken")
            try await stage.expectToStay("broken=1 v1=3", always: within(3, 4))
        },
        SharedCase(
            "proportional",
            "A Deployment that is scaled during a rollout MUST share the pods out to its sets by their sizes.",
            says:
                "bigger proportions go to the ReplicaSets with the most replicas and lower proportions go to ReplicaSets "
                + "with less replicas.", weight: 2
        ) { stage in
            try await stage.create(replicas: 4, rolling(surge: 2, unavailable: 0))
            try await stage.expectStatus("4 available") { $0.availableReplicas == 4 }
            try await stage.update(to: "broken")
            try await stage.expectToStay("broken=2 v1=4")
            try await stage.change("is scaled to 7", ["replicas": 7])
            try await stage.expectToStay("broken=3 v1=6")
        },
    ]

    private static let pauses = [
        SharedCase(
            "paused", "A paused Deployment MUST NOT roll out a new template, and do so when it is resumed.",
            says:
                "When you update the Deployment, or plan to, you can pause rollouts for that Deployment before you trigger "
                + "one or more updates.", weight: 2
        ) { stage in
            try await stage.create(replicas: 2)
            try await stage.expect("v1=2")
            try await stage.change("is paused", ["paused": true])
            try await stage.update(to: "v2")
            try await stage.expectToStay("v1=2")
            try await stage.update(to: "v3")
            try await stage.expectToStay("v1=2")
            try await stage.change("is resumed", ["paused": false])
            let sets = try await stage.expectToStay("v3=2")
            try stage.scenario.expect(
                "no set of v2", observed: "\(sets.map(\.version))", sets.map(\.version) == ["v1", "v3"])
        },
        SharedCase("paused-scales", "A paused Deployment MUST be scaled all the same.") { stage in
            try await stage.create(replicas: 2)
            try await stage.expect("v1=2")
            try await stage.change("is paused", ["paused": true])
            try await stage.change("is scaled to 3", ["replicas": 3])
            try await stage.expectToStay("v1=3")
        },
    ]

    private static let histories = [
        SharedCase(
            "revisions", "Each rollout MUST have a number, one more than the last, on its set."
        ) { stage in
            try await stage.create(replicas: 1)
            try await stage.expect("v1=1")
            try await stage.update(to: "v2")
            let sets = try await stage.expectToStay("v2=1")
            try stage.scenario.expect(
                "the sets are 1 and 2", observed: "\(sets.map(\.revision))", sets.map(\.revision) == [1, 2])
        },
        SharedCase(
            "rollback", "A template that was there before MUST get its old set back, under a new number.",
            says: "Rolling Back to a Previous Revision", weight: 2
        ) { stage in
            try await stage.create(replicas: 2)
            let first = try await stage.expect("v1=2")
            try await stage.update(to: "v2")
            try await stage.expect("v2=2")
            try await stage.update(to: "v1")
            let sets = try await stage.expectToStay("v1=2")
            let isRight =
                sets.map(\.version) == ["v2", "v1"] && sets.map(\.revision) == [2, 3]
                && sets.last?.metadata.uid == first.first?.metadata.uid
            try stage.scenario.expect(
                "v2 as revision 2, and the first set as revision 3",
                observed: sets.map { "\($0.version) as \($0.revision)" }.joined(separator: ", "), isRight)
        },
        SharedCase(
            "history-limit", "Of old sets no more MUST be kept than revisionHistoryLimit, and those the newest.",
            says:
                "specify how many old ReplicaSets for this Deployment you want to retain. The rest will be garbage-collected "
                + "in the background."
        ) { stage in
            try await stage.create(replicas: 1, ["revisionHistoryLimit": 1])
            try await stage.expect("v1=1")
            for version in ["v2", "v3"] {
                try await stage.update(to: version)
                try await stage.expectStatus("\(version) is rolled out") { status in
                    status.updatedReplicas == 1 && status.replicas == 1 && status.availableReplicas == 1
                }
                try await stage.expect("\(version)=1")
            }
            let deadline = ContinuousClock.now + DeploymentStage.patience
            var versions: [String] = []
            repeat {
                versions = try await stage.expectToStay("v3=1").map(\.version)
            } while versions.count > 2 && ContinuousClock.now < deadline
            try stage.scenario.expect("sets of v2 and v3", observed: "\(versions)", versions == ["v2", "v3"])
        },
    ]

    private static let statuses = [
        SharedCase("status", "The status MUST count all, updated and available pods.") { stage in
            try await stage.create(replicas: 3, rolling(surge: 1, unavailable: 0))
            try await stage.expectStatus("3 available") { $0.availableReplicas == 3 }
            try await stage.update(to: "broken")
            try await stage.expectStatus("4 replicas, 1 updated, 3 ready, 3 available, 1 unavailable") { status in
                status.replicas == 4 && status.updatedReplicas == 1 && status.readyReplicas == 3
                    && status.availableReplicas == 3 && status.unavailableReplicas == 1
            }
            let generation = try await stage.deployment().metadata.generation
            try await stage.expectStatus("it is of the newest generation") { $0.observedGeneration == generation }
        },
        SharedCase(
            "available", "The condition Available MUST say whether no more pods are missing than maxUnavailable."
        ) { stage in
            try await stage.create(replicas: 2, rolling(surge: 1, unavailable: 0), version: "broken")
            try await stage.expectCondition("Available", "False")
            try await stage.update(to: "v2")
            try await stage.expectCondition("Available", "True")
        },
        SharedCase(
            "complete", "A rollout at its end MUST be told in the condition Progressing.",
            says: "type: Progressing, status: \"True\", reason: NewReplicaSetAvailable"
        ) { stage in
            try await stage.create(replicas: 2)
            try await stage.expectCondition("Progressing", "True", reason: "NewReplicaSetAvailable")
        },
        SharedCase(
            "deadline", "A rollout that doesn't get on for progressDeadlineSeconds MUST be told to have failed.",
            says:
                "the Deployment controller adds a DeploymentCondition with the following attributes to the Deployment's "
                + ".status.conditions: type: Progressing, status: \"False\", reason: ProgressDeadlineExceeded",
            weight: 2
        ) { stage in
            try await stage.create(replicas: 2, ["progressDeadlineSeconds": 4])
            try await stage.expectStatus("2 available") { $0.availableReplicas == 2 }
            try await stage.update(to: "broken")
            try await stage.expectCondition("Progressing", "False", reason: "ProgressDeadlineExceeded")
            try await stage.update(to: "v3")
            try await stage.expectCondition("Progressing", "True", reason: "NewReplicaSetAvailable")
        },
    ]
}
