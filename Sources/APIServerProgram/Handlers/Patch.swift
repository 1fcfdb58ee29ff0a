import API
import APIMachinery
import APIServer
import APIServerContract
import HTTP
import Schema

/// A change that a client describes instead of sending the whole object.
///
/// | media type | what it is |
/// |---|---|
/// | `application/json-patch+json` | operations on paths (RFC 6902) |
/// | `application/merge-patch+json` | a partial document; lists as a whole (RFC 7386) |
/// | `application/strategic-merge-patch+json` | a partial document; lists by their merge keys |
/// | `application/apply-patch+yaml` | what one manager wants of the object, no more (server-side apply) |
enum Patch: Sendable {
    case json(JSON)
    case merge(JSON)
    case strategic(JSON)
    case apply(JSON, force: Bool)

    private static let mediaTypes = [
        "application/json-patch+json", "application/merge-patch+json", "application/apply-patch+yaml",
        "application/strategic-merge-patch+json",
    ]

    var isApply: Bool { if case .apply = self { true } else { false } }

    static func read(_ request: APIRequest) async throws(Status) -> Patch {
        let bytes = try await RequestBody.read(request.http)
        let type = MediaType(request.http.headers["Content-Type"] ?? "").name
        let (document, _) = try RequestBody.document(bytes, contentType: type)
        if type != "application/apply-patch+yaml", request.flag("force") {
            throw .invalid("PatchOptions", .forbidden("force", "may not be specified for non-apply patch"))
        }
        switch type {
        case "application/json-patch+json":
            guard document.array != nil else { throw .badRequest("a JSON patch is an array of operations") }
            return .json(document)
        case "application/merge-patch+json": return .merge(document)
        case "application/strategic-merge-patch+json": return .strategic(document)
        case "application/apply-patch+yaml":
            guard request.query["fieldManager"] ?? "" != "" else {
                throw .invalid("PatchOptions", .required("fieldManager", "is required for apply patch"))
            }
            return .apply(document, force: request.flag("force"))
        default: throw .unsupportedMediaType(Self.mediaTypes)
        }
    }

    /// The document after the patch.
    ///
    /// - Parameter document: nil when there is no such object; only an apply may make one.
    func applied(to document: JSON?, _ request: APIRequest, now: Time) throws(Status) -> JSON {
        if case .apply(let wanted, let force) = self {
            return try applied(wanted, force: force, to: document, request, now: now)
        }
        guard let document else { throw .notFound(request.resource.kind, name: request.info.name) }
        return try applied(to: document, shape: request.resource.shape)
    }

    /// What a patch other than an apply makes of a document.
    func applied(to document: JSON, shape: ObjectShape) throws(Status) -> JSON {
        do throws(PatchError) {
            switch self {
            case .json(let patch): return try JSONPatch.apply(patch, to: document)
            case .merge(let patch): return MergePatch.apply(patch, to: document)
            case .strategic(let patch):
                return try StrategicMergePatch.apply(patch, to: document, shape: .object(shape))
            case .apply(let wanted, _): return MergePatch.apply(wanted, to: document)
            }
        } catch {
            throw Status(failure: .invalid, code: 422, "\(error)")
        }
    }

    private func applied(
        _ wanted: JSON, force: Bool, to document: JSON?, _ request: APIRequest, now: Time
    ) throws(Status) -> JSON {
        try request.resource.checkKind(wanted)
        for member in ["apiVersion", "kind"] where wanted[member] == nil {
            throw .badRequest("an apply patch says what it is: \(member) is missing")
        }
        let named: JSON = ["metadata": ["name": .string(request.info.name)]]
        let manager = Manager(name: request.fieldManager, subresource: request.info.subresource, time: now)
        return try Ownership.applied(
            MergePatch.apply(named, to: wanted), to: document, by: manager, force: force, request.resource)
    }
}
