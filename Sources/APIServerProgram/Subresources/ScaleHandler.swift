import API
import APIMachinery
import APIServer
import APIServerContract
import HTTP
import Schema

/// `…/scale`: the number of replicas of whatever has one, as a kind of its own.
///
/// So whoever scales (kubectl, an autoscaler) needs to know one kind only.
struct ScaleHandler: Sendable {
    let reader: ReadHandler
    let writer: WriteHandler

    func handle(_ request: APIRequest) async throws(Status) -> HTTPResponse {
        switch request.info.verb {
        case .get:
            guard let object = writer.storage.cacher.get(request.resource.storageName, request.key.key),
                let document = try? object.document()
            else { throw .notFound(request.resource.kind, name: request.info.name) }
            return .json(Self.scale(of: document).bytes)
        case .update:
            let (sent, _) = try await RequestBody.document(of: request)
            return try await write(request) { _ in sent }
        default:
            let patch = try await Patch.read(request)
            return try await write(request) { scale throws(Status) in
                try patch.applied(to: scale, shape: Scale.schema.shape)
            }
        }
    }

    /// - Parameter change: from the scale as it is to the scale that is wanted.
    private func write(
        _ request: APIRequest, _ change: (JSON) throws(Status) -> JSON
    ) async throws(Status) -> HTTPResponse {
        let result = try await writer.modify(request.resource, request.key, dryRun: try request.isDryRun()) {
            current throws(Status) in
            guard let current else { throw .notFound(request.resource.kind, name: request.info.name) }
            let wanted = try change(Self.scale(of: current.document))
            var document = current.document
            document[path: ["spec", "replicas"]] = try Self.replicas(wanted, request).json
            document.resourceVersion = wanted.resourceVersion
            return try writer.changed(current, to: document, request)
        }
        return .json(Self.scale(of: result.document).bytes)
    }

    private static func replicas(_ scale: JSON, _ request: APIRequest) throws(Status) -> Int {
        let replicas = scale[path: ["spec", "replicas"]]?.integer ?? 0
        guard replicas >= 0 else {
            throw .invalid(
                Scale.kind, name: request.info.name,
                [.invalid("spec.replicas", value: replicas.json, "must be greater than or equal to 0")])
        }
        return replicas
    }

    static func scale(of document: JSON) -> JSON {
        let selector = document[path: ["spec", "selector"]]
        var metadata: JSON = [:]
        for name in ["name", "namespace", "uid", "resourceVersion", "creationTimestamp"] {
            metadata[name] = document[path: ["metadata", name]]
        }
        return [
            "kind": "Scale", "apiVersion": "autoscaling/v1", "metadata": metadata,
            "spec": ["replicas": document[path: ["spec", "replicas"]] ?? 0],
            "status": [
                "replicas": document[path: ["status", "replicas"]] ?? 0,
                "selector": .string(selectorText(selector)),
            ],
        ]
    }

    /// A LabelSelector, or the plain labels of a ReplicationController.
    private static func selectorText(_ selector: JSON?) -> String {
        guard let selector, let labels = (selector["matchLabels"] ?? selector).object else { return "" }
        return labels.members.compactMap { label in label.value.string.map { "\(label.name)=\($0)" } }
            .joined(separator: ",")
    }
}
