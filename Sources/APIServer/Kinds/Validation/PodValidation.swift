package import API
import APIServerContract
import Objects
package import Schema

/// What must be right in a pod's spec, wherever it stands: in a pod, or in a template.
///
/// Left out compared with Kubernetes: rules on security contexts, affinity, and the details of most volumes.
package enum PodValidation {
    package static func errors(spec: JSON, at field: String) -> [StatusCause] {
        let (volumes, volumeErrors) = volumes(spec, at: field)
        var errors = volumeErrors
        if spec["containers"]?.array?.isEmpty ?? true { errors.append(.required("\(field).containers")) }
        errors += containerErrors(spec, volumes: volumes, at: field)
        errors += spec.oneOf("restartPolicy", ["Always", "OnFailure", "Never"], at: field)
        errors += dnsErrors(spec, at: field)
        errors += spec.notNegative("terminationGracePeriodSeconds", at: field)
        errors += spec.between("activeDeadlineSeconds", 1...2_147_483_647, at: field)
        errors += nameErrors(spec, at: field)
        return errors + spec.elements("tolerations", at: field).flatMap(tolerationErrors)
    }

    /// Containers of both lists share one space of names.
    private static func containerErrors(_ spec: JSON, volumes: Set<String>, at field: String) -> [StatusCause] {
        var names: Set<String> = []
        return ["initContainers", "containers"].flatMap { list in
            spec.elements(list, at: field).flatMap { container, place in
                let name = container.text("name")
                let isKnown = !name.isEmpty && !names.insert(name).inserted
                return (isKnown ? [.duplicate("\(place).name", value: .string(name))] : [])
                    + ContainerValidation.errors(
                        container, isInit: list == "initContainers", volumes: volumes, at: place)
            }
        }
    }

    private static func dnsErrors(_ spec: JSON, at field: String) -> [StatusCause] {
        let errors = spec.oneOf("dnsPolicy", ["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"], at: field)
        guard spec.text("dnsPolicy") == "None" else { return errors }
        guard let configuration = spec["dnsConfig"] else {
            return [.required("\(field).dnsConfig", "must provide `dnsConfig` when `dnsPolicy` is None")]
        }
        guard configuration["nameservers"]?.array?.isEmpty ?? true else { return errors }
        return [
            .required(
                "\(field).dnsConfig.nameservers", "must provide at least one DNS nameserver when `dnsPolicy` is None")
        ]
    }

    private static func nameErrors(_ spec: JSON, at field: String) -> [StatusCause] {
        let labels = ["hostname", "subdomain"].filter { !spec.text($0).isEmpty }.flatMap { name in
            LabelSyntax.problems(ofDNSLabel: spec.text(name)).map {
                StatusCause.invalid("\(field).\(name)", value: .string(spec.text(name)), $0)
            }
        }
        return labels + MetadataValidation.labelErrors(spec["nodeSelector"], at: "\(field).nodeSelector")
    }

    /// The volumes' names, and what is wrong with them.
    private static func volumes(_ spec: JSON, at field: String) -> (names: Set<String>, errors: [StatusCause]) {
        var names: Set<String> = []
        var errors: [StatusCause] = []
        for (volume, place) in spec.elements("volumes", at: field) {
            let name = volume.text("name")
            if name.isEmpty {
                errors.append(.required("\(place).name"))
            } else {
                errors += LabelSyntax.problems(ofDNSLabel: name).map {
                    .invalid("\(place).name", value: .string(name), $0)
                }
            }
            if !names.insert(name).inserted { errors.append(.duplicate("\(place).name", value: .string(name))) }
            errors += sourceErrors(volume, at: place)
        }
        return (names, errors)
    }

    private static func sourceErrors(_ volume: JSON, at place: String) -> [StatusCause] {
        let sources = (volume.object?.names ?? []).filter { $0 != "name" }
        if sources.isEmpty { return [.required(place, "must specify a volume type")] }
        return sources.dropFirst().map { .forbidden("\(place).\($0)", "may not specify more than 1 volume type") }
    }

    /// A template's pods are replaced when they end; a Job's are not.
    package static func templateErrors(_ spec: JSON, isJob: Bool) -> [StatusCause] {
        spec.oneOf("restartPolicy", isJob ? ["OnFailure", "Never"] : ["Always"], at: "spec.template.spec")
    }

    // MARK: Tolerations

    private static func tolerationErrors(_ toleration: JSON, at place: String) -> [StatusCause] {
        let key = toleration.text("key")
        var errors: [StatusCause] =
            key.isEmpty
            ? [] : LabelSyntax.problems(ofKey: key).map { .invalid("\(place).key", value: .string(key), $0) }
        if key.isEmpty, toleration.text("operator") != "Exists" {
            errors.append(
                .invalid(
                    "\(place).operator", value: .string(toleration.text("operator")),
                    "operator must be Exists when `key` is empty, which means \"match all values and all keys\""))
        }
        if toleration["tolerationSeconds"] != nil, toleration.text("effect") != "NoExecute" {
            errors.append(
                .invalid(
                    "\(place).effect", value: .string(toleration.text("effect")),
                    "effect must be 'NoExecute' when `tolerationSeconds` is set"))
        }
        return errors + toleration.oneOf("operator", ["Equal", "Exists"], at: place)
            + toleration.oneOf("effect", ["NoSchedule", "PreferNoSchedule", "NoExecute"], at: place)
            + tolerationValueErrors(toleration, at: place)
    }

    private static func tolerationValueErrors(_ toleration: JSON, at place: String) -> [StatusCause] {
        let value = toleration.text("value")
        if toleration.text("operator") != "Exists" {
            return LabelSyntax.problems(ofValue: value).map { .invalid("\(place).operator", value: .string(value), $0) }
        }
        guard !value.isEmpty else { return [] }
        return [.invalid("\(place).operator", value: toleration, "value must be empty when `operator` is 'Exists'")]
    }
}
