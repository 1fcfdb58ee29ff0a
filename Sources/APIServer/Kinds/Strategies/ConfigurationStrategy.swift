package import API
import APIServerContract
package import Schema

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
        let errors = keys + twiceErrors(document) + typeErrors(document)
        return size > Self.sizeLimit ? errors + [.tooLong("", limit: Self.sizeLimit)] : errors
    }

    private func twiceErrors(_ document: JSON) -> [StatusCause] {
        let binary = document["binaryData"]?.object?.names ?? []
        return (document["data"]?.object?.names ?? []).filter(binary.contains).map {
            .invalid("data[\($0)]", value: .string($0), "duplicate of key present in binaryData")
        }
    }

    /// Whoever reads a Secret of a known type relies on its keys.
    private func typeErrors(_ document: JSON) -> [StatusCause] {
        let required =
            switch document["type"]?.string {
            case "kubernetes.io/tls": ["tls.crt", "tls.key"]
            case "kubernetes.io/dockerconfigjson": [".dockerconfigjson"]
            case "kubernetes.io/ssh-auth": ["ssh-privatekey"]
            default: [String]()
            }
        return required.filter { document[path: ["data", $0]] == nil }.map { .required("data[\($0)]") }
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
