import API
import Schema

/// Probes and hooks: each does exactly one thing.
enum ProbeValidation {
    private static let handlers = ["exec", "httpGet", "tcpSocket", "grpc"]
    private static let hooks = ["exec", "httpGet", "tcpSocket", "sleep"]

    static func errors(_ container: JSON, at field: String) -> [StatusCause] {
        let probes = ["livenessProbe", "readinessProbe", "startupProbe"].flatMap { name -> [StatusCause] in
            guard let probe = container[name] else { return [] }
            return probeErrors(probe, mustSucceedOnce: name != "readinessProbe", at: "\(field).\(name)")
        }
        let lifecycle = ["postStart", "preStop"].flatMap { name -> [StatusCause] in
            guard let hook = container[path: ["lifecycle", name]] else { return [] }
            return handlerErrors(hook, of: hooks, at: "\(field).lifecycle.\(name)")
        }
        return lifecycle + probes
    }

    private static func probeErrors(_ probe: JSON, mustSucceedOnce: Bool, at field: String) -> [StatusCause] {
        let numbers = [
            "initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold",
        ]
        let errors =
            handlerErrors(probe, of: handlers, at: field) + numbers.flatMap { probe.notNegative($0, at: field) }
        guard mustSucceedOnce, let threshold = probe["successThreshold"], threshold != 1 else { return errors }
        return errors + [.invalid("\(field).successThreshold", value: threshold, "must be 1")]
    }

    private static func handlerErrors(_ action: JSON, of kinds: [String], at field: String) -> [StatusCause] {
        let given = kinds.filter { action[$0] != nil }
        guard let first = given.first else { return [.required(field, "must specify a handler type")] }
        return actionErrors(action[first] ?? [:], kind: first, at: "\(field).\(first)")
            + given.dropFirst().map { .forbidden("\(field).\($0)", "may not specify more than 1 handler type") }
    }

    private static func actionErrors(_ action: JSON, kind: String, at field: String) -> [StatusCause] {
        switch kind {
        case "exec": action["command"]?.array?.isEmpty ?? true ? [.required("\(field).command")] : []
        case "httpGet":
            action.portNumberOrName("port", at: field) + action.oneOf("scheme", ["HTTP", "HTTPS"], at: field)
        case "tcpSocket": action.portNumberOrName("port", at: field)
        case "grpc": action.portNumber("port", at: field)
        default: []
        }
    }
}
