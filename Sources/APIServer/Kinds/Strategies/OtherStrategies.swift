package import API
package import Schema

/// Namespaces: held by the finalizer `kubernetes` until the namespace controller has emptied them.
package struct NamespaceStrategy: Strategy {
    package init() {}

    package var countsGenerations: Bool { false }
    package func nameErrors(_ name: String) -> [String] { Names.labelErrors(name) }

    package func prepareForCreate(_ document: inout JSON) {
        document[path: ["spec", "finalizers"]] = ["kubernetes"]
        document["status"] = ["phase": "Active"]
        document[path: ["metadata", "labels", "kubernetes.io/metadata.name"]] = .string(document.name)
    }

    /// `spec.finalizers` is changed through `finalize` only.
    package func prepareForUpdate(_ document: inout JSON, from old: JSON) {
        document[path: ["spec", "finalizers"]] = old[path: ["spec", "finalizers"]]
        document[path: ["metadata", "labels", "kubernetes.io/metadata.name"]] = .string(document.name)
    }

    package func marked(_ document: JSON) -> JSON {
        var document = document
        document[path: ["status", "phase"]] = "Terminating"
        return document
    }
}

/// Nodes: the kubelet registers them with their status.
package struct NodeStrategy: Strategy {
    package init() {}
    package var countsGenerations: Bool { false }

    package func validateUpdate(_ document: JSON, from old: JSON) -> [StatusCause] {
        let before = old[path: ["spec", "podCIDR"]]?.string ?? ""
        guard !before.isEmpty, before != document[path: ["spec", "podCIDR"]]?.string else { return [] }
        return [.forbidden("spec.podCIDR", "node updates may not change podCIDR except from \"\" to valid")]
    }
}

/// Whatever makes pods from a template: ReplicaSets, Deployments, ReplicationControllers, Jobs.
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

    package func nameErrors(_ name: String) -> [String] { Names.subdomainErrors(name) }

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
        for name in ["maxSurge", "maxUnavailable"] where document[path: ["spec", "strategy", "rollingUpdate", name]] == nil {
            document[path: ["spec", "strategy", "rollingUpdate", name]] = "25%"
        }
    }

    package func prepareForCreate(_ document: inout JSON) {
        let countsReplicas = ["ReplicaSet", "ReplicationController"].contains(document["kind"]?.string)
        document["status"] = countsReplicas ? ["replicas": 0] : [:]
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
        let pod = template["spec"] ?? [:]
        var errors = replicaErrors(document)
        errors += selectorErrors(document, template)
        errors += ObjectMetadata.labelErrors(template[path: ["metadata", "labels"]], at: "spec.template.labels")
        errors += PodValidation.errors(spec: pod, at: "spec.template.spec")
        errors += PodValidation.templateErrors(pod, isJob: !requiresSelector)
        return errors + rollingUpdateErrors(document)
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
            return [.invalid("spec.selector", value: sent, "empty selector is invalid for deployment")]
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

    private func rollingUpdateErrors(_ document: JSON) -> [StatusCause] {
        let field = "spec.strategy.rollingUpdate"
        guard let update = document[path: ["spec", "strategy", "rollingUpdate"]] else { return [] }
        if document[path: ["spec", "strategy", "type"]]?.string == "Recreate" {
            return [.forbidden(field, "may not be specified when strategy `type` is 'Recreate'")]
        }
        let isZero = ["maxSurge", "maxUnavailable"].allSatisfy { update[$0] == 0 || update[$0] == "0%" || update[$0] == "0" }
        return isZero
            ? [.invalid("\(field).maxUnavailable", value: update["maxUnavailable"] ?? 0, "may not be 0 when `maxSurge` is 0")]
            : []
    }

    package func validateUpdate(_ document: JSON, from old: JSON) -> [StatusCause] {
        let path = ["spec", "selector"]
        guard !mayChangeSelector, document[path: path] != old[path: path] else { return [] }
        return [.invalid("spec.selector", value: document[path: path] ?? .null, "field is immutable")]
    }
}

/// ConfigMaps and Secrets: keys that can be file names, at most 1 MiB, immutable when they say so.
package struct ConfigurationStrategy: Strategy {
    private static let sizeLimit = 1 << 20

    package init() {}
    package var countsGenerations: Bool { false }

    /// `stringData` is a convenience of writing: it is never stored.
    package func applyDefaults(_ document: inout JSON) {
        guard document["kind"]?.string == "Secret" else { return }
        if document["type"]?.string ?? "" == "" { document["type"] = "Opaque" }
        for member in document["stringData"]?.object?.members ?? [] {
            document[path: ["data", member.name]] = .string(Base64.encode((member.value.string ?? "").utf8))
        }
        document["stringData"] = nil
    }

    package func validate(_ document: JSON) -> [StatusCause] {
        var size = 0
        let keys = ["data", "binaryData"].flatMap { part -> [StatusCause] in
            (document[part]?.object?.members ?? []).flatMap { member -> [StatusCause] in
                size += member.value.string?.utf8.count ?? 0
                return Names.configKeyErrors(member.name).map {
                    .invalid("\(part)[\(member.name)]", value: .string(member.name), $0)
                }
            }
        }
        return size > Self.sizeLimit ? keys + [.tooLong("", limit: Self.sizeLimit)] : keys
    }

    package func validateUpdate(_ document: JSON, from old: JSON) -> [StatusCause] {
        var errors: [StatusCause] = []
        if let type = old["type"], document["type"] != type {
            errors.append(.invalid("type", value: document["type"] ?? .null, "field is immutable"))
        }
        guard old["immutable"]?.bool == true else { return errors }
        for name in ["data", "binaryData"] where document[name] != old[name] {
            errors.append(.forbidden(name, "field is immutable when `immutable` is set"))
        }
        if document["immutable"]?.bool != true {
            errors.append(.forbidden("immutable", "field is immutable when `immutable` is set"))
        }
        return errors
    }
}

/// Kinds that a PUT may make, and that don't count generations: Leases, Endpoints, Events.
package struct RecordStrategy: Strategy {
    package init() {}
    package var allowsCreateOnUpdate: Bool { true }
    package var countsGenerations: Bool { false }
}

/// Roles and bindings, whose names may contain what a path may contain.
package struct RoleStrategy: Strategy {
    package init() {}
    package var countsGenerations: Bool { false }
    package func nameErrors(_ name: String) -> [String] { Names.pathSegmentErrors(name) }
}
