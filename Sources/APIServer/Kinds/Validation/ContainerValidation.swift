import API
import APIServerContract
import Objects
import Schema

/// What must be right in one container.
enum ContainerValidation {
    /// - Parameter volumes: the names of the pod's volumes, which the container may mount.
    static func errors(_ container: JSON, isInit: Bool, volumes: Set<String>, at field: String) -> [StatusCause] {
        nameErrors(container, at: field) + imageErrors(container, at: field) + portErrors(container, at: field)
            + container.elements("env", at: field).flatMap(environmentErrors)
            + mountErrors(container, volumes, at: field)
            + ResourceValidation.errors(container["resources"] ?? [:], at: "\(field).resources")
            + (isInit && container.text("restartPolicy") != "Always"
                ? initErrors(container, at: field) : ProbeValidation.errors(container, at: field))
    }

    private static func nameErrors(_ container: JSON, at field: String) -> [StatusCause] {
        let name = container.text("name")
        if name.isEmpty { return [.required("\(field).name")] }
        return LabelSyntax.problems(ofDNSLabel: name).map { .invalid("\(field).name", value: .string(name), $0) }
    }

    private static func imageErrors(_ container: JSON, at field: String) -> [StatusCause] {
        let image = container.text("image")
        let policy = container.oneOf("imagePullPolicy", ["Always", "IfNotPresent", "Never"], at: field)
        if image.isEmpty { return [.required("\(field).image")] + policy }
        guard image.first?.isWhitespace == true || image.last?.isWhitespace == true else { return policy }
        return [.invalid("\(field).image", value: .string(image), "must not have leading or trailing whitespace")]
            + policy
    }

    // MARK: Ports

    private static func portErrors(_ container: JSON, at field: String) -> [StatusCause] {
        var names: Set<String> = []
        return container.elements("ports", at: field).flatMap { port, place -> [StatusCause] in
            let name = port.text("name")
            var errors: [StatusCause] =
                name.isEmpty ? [] : Names.portErrors(name).map { .invalid("\(place).name", value: .string(name), $0) }
            if !name.isEmpty, !names.insert(name).inserted {
                errors.append(.duplicate("\(place).name", value: .string(name)))
            }
            return errors + numberErrors(port, at: place)
        }
    }

    private static func numberErrors(_ port: JSON, at place: String) -> [StatusCause] {
        let isMissing = port["containerPort"]?.integer ?? 0 == 0
        let isOnHost = port["hostPort"]?.integer ?? 0 != 0
        return (isMissing ? [.required("\(place).containerPort")] : port.portNumber("containerPort", at: place))
            + (isOnHost ? port.portNumber("hostPort", at: place) : [])
            + port.oneOf("protocol", JSON.transports, at: place)
    }

    // MARK: Environment

    private static func environmentErrors(_ variable: JSON, at place: String) -> [StatusCause] {
        let name = variable.text("name")
        if name.isEmpty { return [.required("\(place).name")] }
        return Names.environmentErrors(name).map { .invalid("\(place).name", value: .string(name), $0) }
            + sourceErrors(variable, at: "\(place).valueFrom")
    }

    private static func sourceErrors(_ variable: JSON, at place: String) -> [StatusCause] {
        guard let source = variable["valueFrom"] else { return [] }
        let problem: String
        switch source.object?.count ?? 0 {
        case 0:
            problem = "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`"
        case 1 where variable.text("value").isEmpty: return []
        case 1: problem = "may not be specified when `value` is not empty"
        default: problem = "may not have more than one field specified at a time"
        }
        return [.invalid(place, value: "", problem)]
    }

    // MARK: Mounts

    private static func mountErrors(_ container: JSON, _ volumes: Set<String>, at field: String) -> [StatusCause] {
        var paths: Set<String> = []
        return container.elements("volumeMounts", at: field).flatMap { mount, place -> [StatusCause] in
            let name = mount.text("name")
            let path = mount.text("mountPath")
            var errors: [StatusCause] = name.isEmpty ? [.required("\(place).name")] : []
            if !name.isEmpty, !volumes.contains(name) {
                errors.append(.notFound("\(place).name", value: .string(name)))
            }
            if path.isEmpty { return errors + [.required("\(place).mountPath")] }
            if !paths.insert(path).inserted {
                errors.append(.invalid("\(place).mountPath", value: .string(path), "must be unique"))
            }
            return errors
        }
    }

    // MARK: Init containers

    /// An init container runs to its end: nobody asks whether it is well.
    private static func initErrors(_ container: JSON, at field: String) -> [StatusCause] {
        ["lifecycle", "livenessProbe", "readinessProbe", "startupProbe"].filter { container[$0] != nil }.map {
            .forbidden("\(field).\($0)", "may not be set for init containers without restartPolicy=Always")
        }
    }
}
