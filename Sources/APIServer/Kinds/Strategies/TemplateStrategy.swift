package import API
import APIServerContract
import Objects
package import Schema

/// Whatever makes pods from a template: ReplicaSets, Deployments, DaemonSets, StatefulSets,
/// ReplicationControllers, Jobs.
package struct TemplateStrategy: Strategy {
    /// A ReplicationController's selector is plain labels; all others have a LabelSelector.
    private let hasPlainSelector: Bool
    private let mayChangeSelector: Bool
    /// A Job makes its own selector.
    private let requiresSelector: Bool

    package init(hasPlainSelector: Bool = false, mayChangeSelector: Bool = false, requiresSelector: Bool = true) {
        self.hasPlainSelector = hasPlainSelector
        self.mayChangeSelector = mayChangeSelector
        self.requiresSelector = requiresSelector
    }

    package func nameErrors(_ name: String) -> [String] { LabelSyntax.problems(ofSubdomain: name) }

    package func applyDefaults(_ document: inout JSON) {
        if var spec = document[path: ["spec", "template", "spec"]] {
            PodDefaults.apply(to: &spec)
            document[path: ["spec", "template", "spec"]] = spec
        }
        if hasPlainSelector, document[path: ["spec", "selector"]] == nil {
            document[path: ["spec", "selector"]] = document[path: ["spec", "template", "metadata", "labels"]]
        }
        rollingUpdateDefaults(&document)
    }

    /// A quarter may be missing and a quarter too many while a Deployment rolls.
    private func rollingUpdateDefaults(_ document: inout JSON) {
        guard document["kind"]?.string == "Deployment" else { return }
        if document[path: ["spec", "strategy", "type"]] == nil {
            document[path: ["spec", "strategy", "type"]] = "RollingUpdate"
        }
        guard document[path: ["spec", "strategy", "type"]]?.string == "RollingUpdate" else { return }
        for name in ["maxSurge", "maxUnavailable"]
        where document[path: ["spec", "strategy", "rollingUpdate", name]] == nil {
            document[path: ["spec", "strategy", "rollingUpdate", name]] = "25%"
        }
    }

    package func prepareForCreate(_ document: inout JSON) {
        switch document["kind"]?.string {
        case "ReplicaSet", "ReplicationController", "StatefulSet": document["status"] = ["replicas": 0]
        case "DaemonSet":
            document["status"] = [
                "currentNumberScheduled": 0, "numberMisscheduled": 0, "desiredNumberScheduled": 0, "numberReady": 0,
            ]
        default: document["status"] = [:]
        }
        if !requiresSelector, document[path: ["spec", "manualSelector"]] != true { selectOwnPods(&document) }
    }

    /// A Job's pods are told apart by its uid, so that no two Jobs ever count each other's.
    private func selectOwnPods(_ document: inout JSON) {
        let uid: JSON = .string(document.uid)
        let name = document[path: ["metadata", "name"]] ?? ""
        document[path: ["spec", "selector", "matchLabels", "batch.kubernetes.io/controller-uid"]] = uid
        let labels = [
            ("batch.kubernetes.io/controller-uid", uid), ("batch.kubernetes.io/job-name", name),
            ("controller-uid", uid), ("job-name", name),
        ]
        for (label, value) in labels { document[path: ["spec", "template", "metadata", "labels", label]] = value }
    }

    package func validate(_ document: JSON) -> [StatusCause] {
        let template = document[path: ["spec", "template"]] ?? [:]
        let pod = Self.withClaims(template["spec"] ?? [:], document)
        var errors = replicaErrors(document)
        errors += selectorErrors(document, template)
        errors += MetadataValidation.labelErrors(template[path: ["metadata", "labels"]], at: "spec.template.labels")
        errors += PodValidation.errors(spec: pod, at: "spec.template.spec")
        errors += PodValidation.templateErrors(pod, isJob: !requiresSelector)
        return errors + rollingUpdateErrors(document)
    }

    /// A StatefulSet's pods get a volume for each claim template, which their containers may mount.
    private static func withClaims(_ spec: JSON, _ document: JSON) -> JSON {
        guard let claims = document[path: ["spec", "volumeClaimTemplates"]]?.array, !claims.isEmpty else { return spec }
        let own = spec["volumes"]?.array ?? []
        let names = Set(own.map { $0.text("name") })
        var spec = spec
        spec["volumes"] = .array(
            own
                + claims.filter { !names.contains($0.name) }.map {
                    ["name": .string($0.name), "persistentVolumeClaim": ["claimName": .string($0.name)]]
                })
        return spec
    }

    private func replicaErrors(_ document: JSON) -> [StatusCause] {
        let replicas = document[path: ["spec", "replicas"]]?.integer ?? 0
        guard replicas < 0 else { return [] }
        return [.invalid("spec.replicas", value: replicas.json, "must be greater than or equal to 0")]
    }

    private func selectorErrors(_ document: JSON, _ template: JSON) -> [StatusCause] {
        guard requiresSelector else { return [] }
        guard let sent = document[path: ["spec", "selector"]] else { return [.required("spec.selector")] }
        let whole: JSON = hasPlainSelector ? ["matchLabels": sent] : sent
        guard let selector = try? API.LabelSelector(json: whole) else {
            return [.invalid("spec.selector", value: sent, "invalid label selector")]
        }
        if selector.matchLabels.isEmpty, selector.matchExpressions.isEmpty {
            return [.invalid("spec.selector", value: sent, "empty selector is invalid for \(ownerName(document))")]
        }
        var labelled = template
        labelled["metadata"] = template["metadata"] ?? [:]
        guard !selector.matches(labelled.labels) else { return [] }
        return [
            .invalid(
                "spec.template.metadata.labels", value: template[path: ["metadata", "labels"]] ?? [:],
                "`selector` does not match template `labels`")
        ]
    }

    /// The message of a ReplicaSet says "deployment", too: so does Kubernetes'.
    private func ownerName(_ document: JSON) -> String {
        switch document["kind"]?.string {
        case "DaemonSet": "daemonset"
        case "StatefulSet": "statefulset"
        default: "deployment"
        }
    }

    private func rollingUpdateErrors(_ document: JSON) -> [StatusCause] {
        let field = "spec.strategy.rollingUpdate"
        guard let update = document[path: ["spec", "strategy", "rollingUpdate"]] else { return [] }
        if document[path: ["spec", "strategy", "type"]]?.string == "Recreate" {
            return [.forbidden(field, "may not be specified when strategy `type` is 'Recreate'")]
        }
        let isZero = ["maxSurge", "maxUnavailable"].allSatisfy {
            update[$0] == 0 || update[$0] == "0%" || update[$0] == "0"
        }
        return isZero
            ? [
                .invalid(
                    "\(field).maxUnavailable", value: update["maxUnavailable"] ?? 0, "may not be 0 when `maxSurge` is 0"
                )
            ]
            : []
    }

    package func validateUpdate(_ document: JSON, from old: JSON) -> [StatusCause] {
        let path = ["spec", "selector"]
        guard !mayChangeSelector, document[path: path] != old[path: path] else { return [] }
        return [.invalid("spec.selector", value: document[path: path] ?? .null, "field is immutable")]
    }
}
