internal import API
internal import Client
internal import Conformance
internal import Schema

/// The cluster's own controllers: whatever was done to what they keep, and however fast, they bring it back.
enum ControllerCases {
    static let all = [
        ReconciliationCluster.story(
            "brings-back", "What a controller keeps MUST come back when somebody deletes it.",
            source: "https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/",
            says:
                "The ServiceAccount controller manages the ServiceAccounts inside namespaces, and ensures a ServiceAccount "
                + "named \"default\" exists in every active namespace."
        ) { stage in
            var before = ""
            for round in 1...3 {
                let old = before
                try await stage.eventually("round \(round): there is a ServiceAccount default") {
                    let found = try? await stage.client.get(
                        ServiceAccount.self, "default", namespace: stage.namespace)
                    before = found?.metadata.uid ?? ""
                    return (!before.isEmpty && before != old, "there is none but the old one")
                }
                _ = try await stage.client.delete(ServiceAccount.self, "default", namespace: stage.namespace)
                stage.scenario.say("somebody deletes it")
            }
        },
        ReconciliationCluster.story(
            "changes-back", "What a controller keeps MUST become again what it was when somebody changes it.",
            source: "https://kubernetes.io/docs/concepts/configuration/configmap/",
            coverage: .extended(feature: "RootCAConfigMap")
        ) { stage in
            var original: ConfigMap?
            do {
                try await stage.eventually("there is a ConfigMap kube-root-ca.crt") {
                    original = try? await stage.client.get(
                        ConfigMap.self, "kube-root-ca.crt", namespace: stage.namespace)
                    return (original != nil, "there is none")
                }
            } catch { throw Skipped("nobody publishes kube-root-ca.crt here") }
            stage.scenario.say("somebody writes nonsense into it")
            try await stage.patch("kube-root-ca.crt", ["data": ["ca.crt": "nonsense", "more": "x"]])
            try await stage.eventually("it is as it was") {
                let now = try await stage.client.get(ConfigMap.self, "kube-root-ca.crt", namespace: stage.namespace)
                return (now.data == original?.data, "it has \(now.data.keys.sorted())")
            }
        },
        ReconciliationCluster.story(
            "last-state-counts", "After any number of changes the last state MUST be reached, whatever was between.",
            source: ReconciliationCluster.controllers,
            says: "A controller tracks at least one Kubernetes resource type … The controller(s) for that resource are "
                + "responsible for making the current state come closer to that desired state."
        ) { stage in
            try await stage.create(try stage.set(replicas: 1))
            for replicas in [5, 0, 4, 1, 6, 0, 3] { try await stage.scale(to: replicas) }
            try await stage.expectPods(3)
        },
        ReconciliationCluster.story(
            "children-come-back", "Whatever is deleted at once, as many as there should be MUST be there again.",
            source: "https://kubernetes.io/docs/concepts/workloads/controllers/replicaset/"
        ) { stage in
            try await stage.create(try stage.set(replicas: 3))
            try await stage.expectPods(3)
            stage.scenario.say("somebody deletes all pods, and scales in between")
            for (count, pod) in try await stage.pods().enumerated() {
                var options = DeleteOptions()
                options.gracePeriodSeconds = 0
                do {
                    _ = try await stage.client.delete(
                        Pod.self, pod.name, namespace: stage.namespace, options: options)
                } catch let status as Status where status.isNotFound {}
                try await stage.scale(to: count)
            }
            try await stage.expectPods(2)
        },
        ReconciliationCluster.story(
            "says-what-it-saw", "A controller MUST say in the status which generation it has seen.",
            source: "https://github.com/kubernetes/community/blob/master/contributors/devel/sig-architecture/"
                + "api-conventions.md#typical-status-properties",
            says: "observedGeneration … represents the .metadata.generation that the condition was set based upon."
        ) { stage in
            try await stage.create(try stage.set(replicas: 0))
            for replicas in [1, 0, 1, 0] { try await stage.scale(to: replicas) }
            try await stage.eventually("the status is about the last generation") {
                let set = try await stage.client.get(ReplicaSet.self, "web", namespace: stage.namespace)
                let (seen, there) = (set.status.observedGeneration, set.metadata.generation)
                return (seen == there && there == 5, "generation \(there), observed \(seen)")
            }
        },
    ]
}

extension FollowStage {
    /// Its pods ask for a node that isn't there, so that nobody needs to run them.
    fileprivate func set(replicas: Int) throws -> ReplicaSet {
        var set = ReplicaSet()
        (set.metadata.name, set.metadata.namespace) = ("web", namespace)
        var selector = LabelSelector()
        selector.matchLabels = ["app": "web"]
        (set.spec.replicas, set.spec.selector) = (replicas, selector)
        set.spec.template.metadata.labels = ["app": "web"]
        var container = Container()
        (container.name, container.image) = ("main", "busybox:1.36")
        set.spec.template.spec.containers = [container]
        set.spec.template.spec.nodeSelector = ["conformance.dinghy.dev/nowhere": "yes"]
        set.spec.template.spec.automountServiceAccountToken = false
        return set
    }

    fileprivate func create(_ set: ReplicaSet) async throws {
        try await eventually("there is a ServiceAccount for pods") {
            (try? await client.get(ServiceAccount.self, "default", namespace: namespace)) != nil
                ? (true, "") : (false, "there is none")
        }
        scenario.say("a ReplicaSet with \(set.spec.replicas ?? 1) pods is created")
        try await client.create(set)
    }

    fileprivate func scale(to replicas: Int) async throws {
        scenario.say("it is scaled to \(replicas)")
        let patch: JSON = ["spec": ["replicas": .integer(Int64(replicas))]]
        _ = try await client.patch(ReplicaSet.self, "web", namespace: namespace, .merge(patch))
    }

    fileprivate func pods() async throws -> [Pod] {
        try await client.list(Pod.self, ListOptions(namespace: namespace)).items.filter {
            $0.metadata.deletionTimestamp == nil
        }
    }

    fileprivate func expectPods(_ count: Int) async throws {
        try await eventually("there are \(count) pods") {
            let found = try await pods().count
            return (found == count, "there are \(found)")
        }
        try await Task.sleep(for: .seconds(1))
        let found = try await pods().count
        try scenario.expect("there are still \(count) pods", observed: "there are \(found)", found == count)
    }
}
