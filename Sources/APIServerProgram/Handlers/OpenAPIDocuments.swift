import API
import APIMachinery
import APIServer
import APIServerContract
import HTTP
import Schema

/// `/openapi/v3`: which groups there are, and for each version a document of its paths and schemas.
///
/// kubectl reads three things from it: that `fieldValidation` is a parameter of the writes (then it leaves validation
/// to the server), the schemas for `explain`, and merge keys for the patches of `apply`. The documents are made when
/// they are first asked for: they are large, and most clusters never need all.
struct OpenAPIDocuments: Sendable {
    private let registry: ResourceRegistry

    init(_ registry: ResourceRegistry) { self.registry = registry }

    /// - Parameter parts: the path behind `/openapi/v3`.
    func answer(_ parts: [String]) throws(Status) -> HTTPResponse {
        if parts.isEmpty { return .json(root.bytes) }
        let resources = registry.all.filter { Self.path(of: $0.kind) == parts.joined(separator: "/") }
        guard !resources.isEmpty else { throw .noSuchResource }
        return .json(document(resources).bytes)
    }

    /// kubectl up to 1.28 wants `/openapi/v2` to be there before it looks into version 3, and reads nothing from it: a
    /// protobuf message without fields, which says just that. Left out compared with Kubernetes: its contents.
    static let emptyVersion2 = HTTPResponse(
        .ok, headers: ["Content-Type": "application/com.github.proto-openapi.spec.v2.v1.0+protobuf"], body: .bytes([]))

    private static func path(of kind: Kind) -> String {
        kind.group.isEmpty ? "api/\(kind.version)" : "apis/\(kind.group)/\(kind.version)"
    }

    /// The hash lets kubectl keep a document; it changes with the program's version.
    private var root: JSON {
        var paths: JSON = [:]
        for resource in registry.all {
            let path = Self.path(of: resource.kind)
            paths[path] = ["serverRelativeURL": .string("/openapi/v3/\(path)?hash=\(Version.major).\(Version.minor)")]
        }
        return ["paths": paths]
    }

    private func document(_ resources: [ServedResource]) -> JSON {
        var paths: JSON = [:]
        for resource in resources {
            for (path, item) in Self.paths(of: resource) { paths[path] = item }
        }
        return [
            "openapi": "3.0.0", "info": ["title": "Kubernetes", "version": "v1.32"], "paths": paths,
            "components": ["schemas": schemas(resources)],
        ]
    }

    private func schemas(_ resources: [ServedResource]) -> JSON {
        .object(
            OpenAPI.components(
                of: resources.map { resource in
                    OpenAPI.Root(
                        shape: resource.shape, group: resource.kind.group, version: resource.kind.version,
                        kind: resource.kind.name)
                }))
    }

    private static func groupVersionKind(_ kind: Kind) -> JSON {
        ["group": .string(kind.group), "version": .string(kind.version), "kind": .string(kind.name)]
    }

    // MARK: Paths

    private static func paths(of resource: ServedResource) -> [(String, JSON)] {
        let kind = resource.kind
        let base = "/\(path(of: kind))" + (kind.isNamespaced ? "/namespaces/{namespace}" : "") + "/\(kind.plural)"
        let collection: [(String, String)] = kind.isStored ? [("get", "list"), ("post", "post")] : [("post", "post")]
        let single = [("get", "get"), ("put", "put"), ("patch", "patch"), ("delete", "delete")]
        let item = kind.isStored ? [("\(base)/{name}", operations(single, resource))] : []
        return [(base, operations(collection, resource))] + item
    }

    private static func operations(_ methods: [(method: String, action: String)], _ resource: ServedResource) -> JSON {
        var item: JSON = [:]
        for (method, action) in methods {
            item[method] = [
                "x-kubernetes-action": .string(action),
                "x-kubernetes-group-version-kind": groupVersionKind(resource.kind),
                "parameters": .array(
                    parameters(method).map { ["name": .string($0), "in": "query", "schema": ["type": "string"]] }),
                "responses": [
                    "200": [
                        "description": "OK",
                        "content": [
                            "application/json": [
                                "schema": ["$ref": .string("#/components/schemas/\(resource.shape.name)")]
                            ]
                        ],
                    ]
                ],
            ]
        }
        return item
    }

    private static func parameters(_ method: String) -> [String] {
        ["post", "put", "patch"].contains(method) ? ["dryRun", "fieldManager", "fieldValidation"] : []
    }
}
