internal import API
internal import Client
internal import Conformance
internal import Schema

/// A requirement of any ReplicaSet controller, and the story that tries it: told to a program, and to a cluster.
struct SharedCase: Sendable {
    typealias Body = @Sendable (SetStage) async throws -> Void
    let name: String
    let requirement: Requirement
    var coverage = Coverage.core
    let body: Body

    init(
        _ name: String, _ must: String, _ page: String = SharedCase.replicaSet, says: String = "",
        _ body: @escaping Body
    ) {
        self.name = name
        requirement = Requirement(must, source: page, says: says)
        self.body = body
    }

    static let replicaSet = "https://kubernetes.io/docs/concepts/workloads/controllers/replicaset/"
    static let reference = "https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/replica-set-v1/"
    static let owners = "https://kubernetes.io/docs/concepts/overview/working-with-objects/owners-dependents/"
    static let collection = "https://kubernetes.io/docs/concepts/architecture/garbage-collection/"
}

enum SharedCases {
    static let all = numbers + endings + owners + statuses

    private static let numbers = [
        SharedCase(
            "creates", "A controller MUST create as many pods as the set asks for, from its template.",
            says: "A ReplicaSet then fulfills its purpose by creating and deleting Pods as needed to reach the desired "
                + "number. When a ReplicaSet needs to create new Pods, it uses its Pod template."
        ) { stage in
            let set = try await stage.create("web", replicas: 3) { set in
                set.spec.template.metadata.labels["tier"] = "front"
                set.spec.template.metadata.annotations["note"] = "hello"
            }
            for pod in try await stage.expectPods(3, of: set) {
                let isRight =
                    pod.metadata.labels["tier"] == "front" && pod.metadata.annotations["note"] == "hello"
                    && pod.spec.containers.first?.command == ["sleep", "1000000"] && pod.name.hasPrefix("web-")
                try stage.scenario.expect(
                    "a pod as the template says, whose name begins with the set's", observed: "\(pod.json)", isRight)
            }
        },
        SharedCase(
            "names-itself-as-controller", "A pod that a controller has created MUST name the set as its controller.",
            SharedCase.owners,
            says: "Kubernetes sets the value of this field automatically for objects that are dependents of other "
                + "objects like ReplicaSets"
        ) { stage in
            let set = try await stage.create("web", replicas: 1)
            for pod in try await stage.expectPods(1, of: set) {
                let owner = pod.metadata.ownerReferences.first
                try stage.scenario.expect(
                    "an owner reference: apps/v1 ReplicaSet web, controller, blockOwnerDeletion",
                    observed: "\(pod.metadata.ownerReferences.json)",
                    owner?.apiVersion == "apps/v1" && owner?.kind == "ReplicaSet" && owner?.name == "web"
                        && owner?.blockOwnerDeletion == true && pod.metadata.ownerReferences.count == 1)
            }
        },
        SharedCase("scales-up", "A controller MUST create the missing pods when the number grows, and keep the others.")
        {
            stage in
            let set = try await stage.create("web", replicas: 1)
            let first = try await stage.expectPods(1, of: set)
            try await stage.change(set, "is scaled to 4") { $0.spec.replicas = 4 }
            let pods = try await stage.expectPods(4, of: set)
            try stage.scenario.expect(
                "the first pod is still there", observed: "it is gone",
                first.allSatisfy { old in pods.contains { $0.metadata.uid == old.metadata.uid } })
        },
        SharedCase("scales-down", "A controller MUST delete pods when the number falls.") { stage in
            let set = try await stage.create("web", replicas: 4)
            try await stage.expectPods(4, of: set)
            try await stage.change(set, "is scaled to 1") { $0.spec.replicas = 1 }
            try await stage.expectPods(1, of: set)
        },
        SharedCase("scales-to-nothing", "A controller MUST delete all pods of a set that is to have none.") { stage in
            let set = try await stage.create("web", replicas: 2)
            try await stage.expectPods(2, of: set)
            try await stage.change(set, "is scaled to 0") { $0.spec.replicas = 0 }
            try await stage.expectPods(0, of: set)
        },
        SharedCase(
            "waiting-pods-first", "Pods that don't run yet MUST be deleted before one that does.",
            says: "Pending (and unschedulable) pods are scaled down first"
        ) { stage in
            for name in ["waits-1", "waits-2"] { try await stage.createPod(name) }
            try await stage.change(try await stage.createPod("runs"), "runs, and is ready") { $0.run() }
            let set = try await stage.create("web", replicas: 1)
            let left = try await stage.expectPods(1, of: set)
            try stage.scenario.expect(
                "the pod that runs is left", observed: "it is \(left.map(\.name))", left.map(\.name) == ["runs"])
        },
    ]

    private static let endings = [
        SharedCase("replaces-deleted", "A controller MUST replace a pod that somebody has deleted.") { stage in
            let set = try await stage.create("web", replicas: 2)
            let pods = try await stage.expectPods(2, of: set)
            try await stage.delete(pods[0])
            try await stage.expectPods(2, of: set)
        },
        SharedCase("replaces-failed", "A controller MUST replace a pod that has failed.") { stage in
            let set = try await stage.create("web", replicas: 2)
            let pods = try await stage.expectPods(2, of: set)
            try await stage.change(pods[0], "fails") { $0.status.phase = "Failed" }
            let now = try await stage.expectPods(2, of: set)
            try stage.scenario.expect(
                "another pod in place of the one that has failed", observed: "\(now.map(\.name))",
                !now.contains { $0.name == pods[0].name })
        },
        SharedCase(
            "replaces-ending", "A controller MUST replace a pod that is being deleted before it is gone."
        ) { stage in
            let set = try await stage.create("web", replicas: 1)
            let pods = try await stage.expectPods(1, of: set)
            try await stage.change(pods[0], "gets a finalizer") {
                $0.metadata.finalizers = ["conformance.dinghy.dev/hold"]
            }
            try await stage.delete(pods[0])
            try await stage.expectPods(1, of: set)
            let held = try await stage.client.get(Pod.self, pods[0].name, namespace: stage.namespace)
            try stage.scenario.expect(
                "the old pod is still there", observed: "it isn't", held.metadata.deletionTimestamp != nil)
        },
        SharedCase(
            "ending-set", "A controller MUST NOT create pods for a set that is being deleted.", SharedCase.collection
        ) { stage in
            let set = try await stage.create("web", replicas: 2) {
                $0.metadata.finalizers = ["conformance.dinghy.dev/hold"]
            }
            let pods = try await stage.expectPods(2, of: set)
            stage.scenario.say("set web is deleted, but a finalizer holds it")
            try await stage.client.delete(ReplicaSet.self, "web", namespace: stage.namespace)
            try await stage.delete(pods[0])
            try await Task.sleep(for: SetStage.pause)
            let now = try await stage.activePods(of: set).filter { pod in
                !pods.contains { $0.metadata.uid == pod.metadata.uid }
            }
            try stage.scenario.expect("no new pod", observed: "there is \(now.map(\.name))", now.isEmpty)
        },
    ]
}
