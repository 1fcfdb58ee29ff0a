import API
import Schema
import YAML

/// What `-o` chooses.
enum OutputFormat: Sendable, Equatable {
    case table(wide: Bool)
    case json
    case yaml
    case name
    case jsonPath(JSONPath)

    init(_ text: String?) throws {
        switch text {
        case nil, "": self = .table(wide: false)
        case "wide": self = .table(wide: true)
        case "json": self = .json
        case "yaml": self = .yaml
        case "name": self = .name
        case let text? where text.hasPrefix("jsonpath="):
            self = .jsonPath(try JSONPath(String(text.dropFirst("jsonpath=".count))))
        case let text?:
            throw UsageError(
                "error: unable to match a printer suitable for the output format \"\(text)\", allowed formats are: "
                    + "json,jsonpath,name,wide,yaml")
        }
    }

    /// One object, or a List of several, as text.
    func text(_ objects: [(kind: Kind, object: JSON)], asList: Bool) -> String {
        if self == .name { return objects.map { "\($0.kind.singularName)/\($0.object.name)\n" }.joined() }
        let plain = objects.map { withoutManagedFields($0.object) }
        let document: JSON =
            asList
            ? ["apiVersion": "v1", "items": .array(plain), "kind": "List", "metadata": ["resourceVersion": ""]]
            : plain.first ?? .null
        return text(document)
    }

    private func text(_ document: JSON) -> String {
        switch self {
        case .json: document.pretty + "\n"
        case .yaml: YAML.write(document)
        case .jsonPath(let path): path.text(document)
        case .table, .name: ""
        }
    }
}

/// Who set which field is long, and seldom what is asked for.
func withoutManagedFields(_ object: JSON) -> JSON {
    var object = object
    object[path: ["metadata", "managedFields"]] = nil
    return object
}
