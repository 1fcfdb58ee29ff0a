package import API
package import Schema

/// What must be right in a pod's spec, wherever it stands: in a pod, or in a template.
package enum PodValidation {
    package static func errors(spec: JSON, at field: String) -> [StatusCause] {
        let containers = spec["containers"]?.array ?? []
        var errors: [StatusCause] = containers.isEmpty ? [.required("\(field).containers")] : []
        var names: Set<String> = []
        for list in ["initContainers", "containers"] {
            for (index, container) in (spec[list]?.array ?? []).enumerated() {
                errors += containerErrors(container, at: "\(field).\(list)[\(index)]", names: &names, spec)
            }
        }
        return errors + volumeErrors(spec, at: field)
    }

    private static func containerErrors(
        _ container: JSON, at field: String, names: inout Set<String>, _ spec: JSON
    ) -> [StatusCause] {
        let name = container["name"]?.string ?? ""
        var errors: [StatusCause] = name.isEmpty ? [] : Names.labelErrors(name).map { .invalid("\(field).name", value: .string(name), $0) }
        if name.isEmpty { errors.append(.required("\(field).name")) }
        if !name.isEmpty, !names.insert(name).inserted { errors.append(.duplicate("\(field).name", value: .string(name))) }
        let image = container["image"]?.string ?? ""
        if image.isEmpty { errors.append(.required("\(field).image")) }
        if !image.isEmpty, image.contains(where: \.isWhitespace) {
            errors.append(.invalid("\(field).image", value: .string(image), "must not have leading or trailing whitespace"))
        }
        return errors
    }

    private static func volumeErrors(_ spec: JSON, at field: String) -> [StatusCause] {
        var names: Set<String> = []
        var errors: [StatusCause] = []
        for (index, volume) in (spec["volumes"]?.array ?? []).enumerated() {
            let name = volume["name"]?.string ?? ""
            if name.isEmpty { errors.append(.required("\(field).volumes[\(index)].name")) }
            if !names.insert(name).inserted { errors.append(.duplicate("\(field).volumes[\(index)].name", value: .string(name))) }
        }
        return errors
    }

    /// A template's pods are replaced when they end; a Job's are not.
    package static func templateErrors(_ spec: JSON, isJob: Bool) -> [StatusCause] {
        let policy = spec["restartPolicy"]?.string ?? "Always"
        let supported = isJob ? ["OnFailure", "Never"] : ["Always"]
        guard !supported.contains(policy) else { return [] }
        return [.notSupported("spec.template.spec.restartPolicy", value: .string(policy), supported: supported)]
    }
}
