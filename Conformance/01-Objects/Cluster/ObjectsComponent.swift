internal import API
internal import Client
public import Conformance
internal import ConformanceStage
internal import HTTP
internal import Schema

/// Black box: any program that is to be an API server, seen over HTTP.
///
/// It is started once, on an etcd of ours, with the flags that every kube-apiserver needs; there is nobody else on the stage,
/// so a status is what the case has written.
public enum ObjectsComponent {
    public static let suite = Suite(
        1, "Objects", level: .component, component: "apiserver", setting: ControlPlane.settingOfAPIServer,
        cases: (SharedCases.all + own).map { shared in
            shared.asCase("objects/component") { try $0.setting(as: ControlPlane.self).client }
        })

    private static let own = [
        SharedCase(
            "status-alone", "A write of the status MUST change the status alone, and be no new generation.",
            SharedCase.conventions,
            says: "The PUT and POST verbs on objects MUST ignore the \"status\" values … a /status subresource MUST be "
                + "provided to enable system components to update statuses of resources they manage."
        ) { stage in
            _ = try await stage.createSet("web", memory: "1Mi")
            let written = try await stage.patch(
                "web", in: ReplicaSet.kind, subresource: "status",
                ["spec": ["minReadySeconds": 5], "status": ["replicas": 2, "observedGeneration": 1]])
            try stage.scenario.expect("the generation", written.generation, equals: 1)
            let (replicas, seconds) = (
                written[path: ["status", "replicas"]]?.integer,
                written[path: ["spec", "minReadySeconds"]]?.integer ?? 0
            )
            try stage.scenario.expect("status.replicas", replicas, equals: 2)
            try stage.scenario.expect("spec.minReadySeconds", seconds, equals: 0)
        },
        SharedCase(
            "spec-alone", "A write of the object MUST NOT change its status.", SharedCase.conventions,
            says: "The PUT and POST verbs on objects MUST ignore the \"status\" values"
        ) { stage in
            _ = try await stage.createSet("web", memory: "1Mi")
            try await stage.patch(
                "web", in: ReplicaSet.kind, subresource: "status",
                ["status": ["replicas": 2, "observedGeneration": 1]])
            let written = try await stage.patch(
                "web", in: ReplicaSet.kind, ["spec": ["minReadySeconds": 5], "status": ["replicas": 9]])
            let replicas = written[path: ["status", "replicas"]]?.integer
            try stage.scenario.expect("status.replicas", replicas, equals: 2)
            let observed = written[path: ["status", "observedGeneration"]]?.integer
            try stage.scenario.expect("the generation", written.generation, equals: 2)
            try stage.scenario.expect("the observed generation, of the older wish", observed, equals: 1)
        },
    ]
}
