import API
import APIServer
import APIServerContract
import HTTP
import Schema
import YAML

/// Reads what a client sent, whatever form it has, into a document of the current kind.
///
/// ```
/// bytes ─▶ JSON | YAML | protobuf ─▶ right kind? ─▶ unknown members: refuse, warn, or drop ─▶ declared defaults
/// ```
enum RequestBody {
    /// etcd takes 1.5 MiB; Kubernetes reads up to 3 MiB.
    static let limit = 3 << 20
    static let storeLimit = 3 << 19

    static func read(_ request: HTTPRequest) async throws(Status) -> [UInt8] {
        if let length = request.headers["Content-Length"].flatMap({ Int($0) }), length > limit {
            throw .tooLarge(limit: limit)
        }
        do {
            return try await request.body.collect(upTo: limit)
        } catch HTTPError.tooLarge {
            throw .tooLarge(limit: limit)
        } catch {
            throw .badRequest("the body could not be read: \(error)")
        }
    }

    private static let accepted = ["application/json", "application/yaml", ProtobufEnvelope.mediaType]

    /// The document, and the names that stand in it twice.
    static func document(_ bytes: [UInt8], contentType: String?) throws(Status) -> (JSON, duplicates: [String]) {
        let type = MediaType(contentType ?? "application/json").name
        do {
            switch type {
            case "", "application/json", "application/merge-patch+json", "application/json-patch+json",
                "application/strategic-merge-patch+json":
                var duplicates: [String] = []
                return (try JSON(parsing: bytes, duplicates: &duplicates), duplicates)
            case "application/yaml", "text/yaml", "application/apply-patch+yaml":
                return (try YAML.document(bytes), [])
            case ProtobufEnvelope.mediaType:
                return (try ProtobufEnvelope(decoding: bytes).document(), [])
            default: break
            }
        } catch {
            throw .badRequest("the body could not be read as \(type): \(error)")
        }
        throw .unsupportedMediaType(accepted)
    }

    static func document(of request: APIRequest) async throws(Status) -> (JSON, duplicates: [String]) {
        try document(await read(request.http), contentType: request.http.headers["Content-Type"])
    }
}

/// What is to happen with members that the kind doesn't have: the `fieldValidation` parameter.
enum FieldValidation: String {
    case strict = "Strict"
    case warn = "Warn"
    case ignore = "Ignore"

    init(_ query: Query) throws(Status) {
        guard let text = query["fieldValidation"], !text.isEmpty else {
            self = .warn
            return
        }
        guard let value = FieldValidation(rawValue: text) else {
            throw .badRequest("Invalid value: \"\(text)\": fieldValidation must be Ignore, Warn or Strict")
        }
        self = value
    }

    /// - Parameter problems: `unknown field "spec.foo"`.
    /// - Returns: what to warn of.
    func judge(_ problems: [String], kind: Kind) throws(Status) -> [String] {
        switch self {
        case .ignore: return []
        case .warn: return problems
        case .strict where problems.isEmpty: return []
        case .strict:
            throw .badRequest(
                "\(kind.name) in version \"\(kind.version)\" cannot be handled as a \(kind.name): strict decoding error: "
                    + problems.joined(separator: ", "))
        }
    }
}
