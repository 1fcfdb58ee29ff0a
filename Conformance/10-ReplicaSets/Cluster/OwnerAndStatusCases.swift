internal import API
internal import Client
internal import Conformance
internal import Schema

/// Whose pods are whose, and what the status says of them.
extension SharedCases {
    static let owners = [
        SharedCase(
            "adopts", "A controller MUST adopt a pod without a controller that its selector matches, and count it.",
            says:
                "If there is a Pod that has no OwnerReference or the OwnerReference is not a Controller and it matches "
                + "a ReplicaSet's selector, it will be immediately acquired by said ReplicaSet."
        ) { stage in
            let stray = try await stage.createPod("stray")
            let set = try await stage.create("web", replicas: 2)
            let pods = try await stage.expectPods(2, of: set)
            try stage.scenario.expect(
                "stray is one of the two", observed: "they are \(pods.map(\.name))",
                pods.contains { $0.metadata.uid == stray.metadata.uid })
        },
        SharedCase(
            "adopts-late", "A pod by hand that makes one too many MUST be adopted and lead to one deletion.",
            says:
                "the new Pods will be immediately acquired by the ReplicaSet and terminated as the ReplicaSet would be "
                + "over its desired count."
        ) { stage in
            let set = try await stage.create("web", replicas: 1)
            try await stage.expectPods(1, of: set)
            try await stage.createPod("stray")
            try await stage.eventually("one active pod with the labels") {
                let active = try await stage.activePods()
                return (active.count == 1, "there are \(active.map(\.name))")
            }
            try await stage.expectPods(1, of: set)
        },
        SharedCase(
            "lets-go", "A controller MUST let a pod go whose labels it no longer selects, and create another.",
            says:
                "You can remove Pods from a ReplicaSet by changing their labels. This technique may be used to remove "
                + "Pods from service for debugging, data recovery, etc. Pods that are removed in this way will be "
                + "replaced automatically"
        ) { stage in
            let set = try await stage.create("web", replicas: 2)
            let sick = try await stage.expectPods(2, of: set)[0]
            try await stage.change(sick, "gets the label app=debug") { $0.metadata.labels["app"] = "debug" }
            try await stage.eventually("the pod has no controller") {
                let pod = try await stage.client.get(Pod.self, sick.name, namespace: stage.namespace)
                return (pod.controller == nil, "its owners are \(pod.metadata.ownerReferences.json)")
            }
            try await stage.expectPods(2, of: set)
        },
        SharedCase(
            "same-selector", "A controller MUST NOT touch the pods of another set, whatever their labels."
        ) { stage in
            let first = try await stage.create("first", replicas: 2)
            try await stage.expectPods(2, of: first)
            let second = try await stage.create("second", replicas: 3)
            try await stage.expectPods(3, of: second)
            try await stage.expectPods(2, of: first)
        },
        SharedCase("expressions", "A selector's expressions MUST count as much as its labels.") { stage in
            try await stage.createPod("stray") { $0.metadata.labels = ["app": "web", "tier": "cellar"] }
            let set = try await stage.create("web", replicas: 1) { set in
                var requirement = LabelSelectorRequirement()
                (requirement.key, requirement.operator, requirement.values) = ("tier", "In", ["front", "back"])
                set.spec.selector?.matchExpressions = [requirement]
                set.spec.template.metadata.labels["tier"] = "back"
            }
            try await stage.expectPods(1, of: set)
            let stray = try await stage.client.get(Pod.self, "stray", namespace: stage.namespace)
            try stage.scenario.expect("stray is nobody's", observed: "it was adopted", stray.controller == nil)
        },
    ]

    static let statuses = [
        SharedCase(
            "status", "A controller MUST report the number of pods, and which generation it has seen.",
            SharedCase.reference
        ) { stage in
            let set = try await stage.create("web", replicas: 2) { $0.spec.template.metadata.labels["tier"] = "front" }
            try await stage.expectStatus(set, "replicas 2, fullyLabeledReplicas 2, none ready") {
                $0.replicas == 2 && $0.fullyLabeledReplicas == 2 && $0.readyReplicas == 0 && $0.observedGeneration == 1
            }
            try await stage.change(set, "is scaled to 3") { $0.spec.replicas = 3 }
            try await stage.expectStatus(set, "replicas 3, observedGeneration 2") {
                $0.replicas == 3 && $0.observedGeneration == 2
            }
        },
        SharedCase("ready", "A controller MUST report how many pods are ready and available.", SharedCase.reference) {
            stage in
            let set = try await stage.create("web", replicas: 2)
            let pods = try await stage.expectPods(2, of: set)
            try await stage.change(pods[0], "runs, and is ready") { $0.run() }
            try await stage.expectStatus(set, "readyReplicas 1, availableReplicas 1") {
                $0.readyReplicas == 1 && $0.availableReplicas == 1
            }
        },
        SharedCase(
            "min-ready-seconds", "A pod MUST count as available only after it was ready for minReadySeconds.",
            SharedCase.reference,
            says:
                "Minimum number of seconds for which a newly created pod should be ready without any of its container "
                + "crashing, for it to be considered available."
        ) { stage in
            let set = try await stage.create("web", replicas: 1) { $0.spec.minReadySeconds = 5 }
            let pods = try await stage.expectPods(1, of: set)
            try await stage.change(pods[0], "runs, and is ready since now") { pod in
                pod.run()
                for index in pod.status.conditions.indices {
                    pod.status.conditions[index].lastTransitionTime = .now
                }
            }
            try await stage.expectStatus(set, "readyReplicas 1, availableReplicas 0") {
                $0.readyReplicas == 1 && $0.availableReplicas == 0
            }
            try await stage.expectStatus(set, "availableReplicas 1") { $0.availableReplicas == 1 }
        },
        SharedCase(
            "refused", "A controller MUST report that pods are refused, and try again until they are not.",
            SharedCase.reference
        ) { stage in
            let name = "suite-\(stage.namespace)"
            let set = try await stage.create("web", replicas: 3) { $0.spec.template.spec.priorityClassName = name }
            try await stage.expectStatus(set, "the condition ReplicaFailure is True, because of FailedCreate") {
                status in
                status.conditions.contains {
                    $0.type == "ReplicaFailure" && $0.status == "True" && $0.reason == "FailedCreate"
                }
            }
            stage.scenario.say("the priority class is created that was missing")
            var priority = PriorityClass()
            (priority.metadata.name, priority.value) = (name, 1)
            do { try await stage.client.create(priority) } catch let status as Status where status.code == 409 {}
            do {
                try await stage.expectPods(3, of: set)
                try await stage.expectStatus(set, "there is no such condition") { status in
                    !status.conditions.contains { $0.type == "ReplicaFailure" && $0.status == "True" }
                }
            } catch {
                _ = try? await stage.client.delete(PriorityClass.self, name)
                throw error
            }
            try await stage.client.delete(PriorityClass.self, name)
        },
    ]
}
