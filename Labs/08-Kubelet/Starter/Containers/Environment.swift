package import API
import Schema

/// The environment of a container: what its spec says, with references looked up and `$(NAME)` replaced.
///
/// Later variables win over earlier ones, `env` over `envFrom`, and both over those of the Services.
package struct Environment: Sendable {
    /// Where values come from that don't stand in the spec. Each gives nil for what isn't there.
    package struct Sources: Sendable {
        package var configMap: @Sendable (_ name: String) -> ConfigMap?
        package var secret: @Sendable (_ name: String) -> Secret?
        package var services: [Service]

        package init(
            configMap: @escaping @Sendable (String) -> ConfigMap?, secret: @escaping @Sendable (String) -> Secret?,
            services: [Service]
        ) {
            self.configMap = configMap
            self.secret = secret
            self.services = services
        }
    }

    /// A reference that leads nowhere: the container can't be made until it does.
    package struct Missing: Error, CustomStringConvertible {
        package let description: String
    }

    private var names: [String] = []
    private var values: [String: String] = [:]

    package init(
        _ container: Container, of pod: Pod, fields: PodFields, _ sources: Sources
    ) throws(Missing) {
        if pod.spec.enableServiceLinks ?? true { addServices(sources.services) }
        for source in container.envFrom { try add(source, sources) }
        for variable in container.env {
            guard let value = try Self.value(of: variable, container, fields, sources, known: values) else { continue }
            set(variable.name, value)
        }
    }

    /// In the order in which they were first named.
    package var variables: [(name: String, value: String)] { names.map { ($0, values[$0] ?? "") } }

    private mutating func set(_ name: String, _ value: String) {
        if values.updateValue(value, forKey: name) == nil { names.append(name) }
    }

    // MARK: Sources

    private mutating func add(_ source: EnvFromSource, _ sources: Sources) throws(Missing) {
        if let reference = source.configMapRef {
            guard let map = sources.configMap(reference.name) else {
                if reference.optional == true { return }
                throw Missing(description: "configmap \"\(reference.name)\" not found")
            }
            for (key, value) in map.data.sorted(by: { $0.key < $1.key }) { set(source.prefix + key, value) }
        }
        if let reference = source.secretRef {
            guard let secret = sources.secret(reference.name) else {
                if reference.optional == true { return }
                throw Missing(description: "secret \"\(reference.name)\" not found")
            }
            for (key, value) in secret.data.sorted(by: { $0.key < $1.key }) { set(source.prefix + key, value.text) }
        }
    }

    private static func value(
        of variable: EnvVar, _ container: Container, _ fields: PodFields, _ sources: Sources, known: [String: String]
    ) throws(Missing) -> String? {
        guard let from = variable.valueFrom else { return expand(variable.value) { known[$0] } }
        if let field = from.fieldRef {
            guard let value = fields.field(field.fieldPath) else {
                throw Missing(description: "unsupported fieldPath: \(field.fieldPath)")
            }
            return value
        }
        if let resource = from.resourceFieldRef {
            guard let value = fields.resource(resource, container: container.name) else {
                throw Missing(description: "unsupported resource: \(resource.resource)")
            }
            return value
        }
        if let reference = from.configMapKeyRef { return try configured(reference, sources) }
        if let reference = from.secretKeyRef { return try secret(reference, sources) }
        return ""
    }

    private static func configured(_ reference: ConfigMapKeySelector, _ sources: Sources) throws(Missing) -> String? {
        let map = sources.configMap(reference.name)
        if let value = map?.data[reference.key] { return value }
        if reference.optional == true { return nil }
        throw Missing(
            description: map == nil
                ? "configmap \"\(reference.name)\" not found"
                : "couldn't find key \(reference.key) in ConfigMap \(reference.name)")
    }

    private static func secret(_ reference: SecretKeySelector, _ sources: Sources) throws(Missing) -> String? {
        let secret = sources.secret(reference.name)
        if let value = secret?.data[reference.key] { return value.text }
        if reference.optional == true { return nil }
        throw Missing(
            description: secret == nil
                ? "secret \"\(reference.name)\" not found"
                : "couldn't find key \(reference.key) in Secret \(reference.name)")
    }

    /// `WEB_SERVICE_HOST`, `WEB_SERVICE_PORT`: the Services that were there when the container started.
    private mutating func addServices(_ services: [Service]) {
        for service in services.sorted(by: { $0.metadata.name < $1.metadata.name }) {
            let address = service.spec.clusterIP
            guard !address.isEmpty, address != "None", let first = service.spec.ports.first else { continue }
            let name = service.metadata.name.uppercased().map { $0 == "-" ? "_" : $0 }
            set("\(String(name))_SERVICE_HOST", address)
            set("\(String(name))_SERVICE_PORT", String(first.port))
            for port in service.spec.ports where !port.name.isEmpty {
                let suffix = port.name.uppercased().map { $0 == "-" ? "_" : $0 }
                set("\(String(name))_SERVICE_PORT_\(String(suffix))", String(port.port))
            }
        }
    }

    // MARK: $(NAME)

    /// Replaces `$(NAME)` by the variable's value; `$$` is a dollar sign; a name that isn't known stays as it stands.
    package static func expand(_ text: String, _ lookUp: (String) -> String?) -> String {
        var result = ""
        var rest = Substring(text)
        while let dollar = rest.firstIndex(of: "$") {
            result += rest[..<dollar]
            rest = rest[rest.index(after: dollar)...]
            if rest.first == "$" {
                result += "$"
                rest = rest.dropFirst()
            } else if rest.first == "(", let close = rest.firstIndex(of: ")") {
                let name = String(rest[rest.index(after: rest.startIndex)..<close])
                result += lookUp(name) ?? "$(\(name))"
                rest = rest[rest.index(after: close)...]
            } else {
                result += "$"
            }
        }
        return result + rest
    }

    package func expand(_ text: String) -> String { Self.expand(text) { values[$0] } }
}
