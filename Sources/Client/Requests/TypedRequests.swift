package import API
import HTTP
package import Schema

/// Objects of one kind, as a list returned them.
package struct ResourceList<R: Resource>: Sendable {
    package var metadata: ListMeta
    package var items: [R]

    init(document: JSON) throws(DecodeError) {
        metadata = try document["metadata"].map { json throws(DecodeError) in try ListMeta(json: json) } ?? ListMeta()
        items = try document["items"].map { json throws(DecodeError) in try [R](json: json) } ?? []
    }
}

/// Which objects of a kind are meant. Without a namespace: those of all.
package struct ListOptions: Sendable, Hashable {
    package var namespace = ""
    package var labelSelector = ""
    package var fieldSelector = ""
    /// The server sends at most so many at once; 0: all.
    package var limit = 0
    package var `continue` = ""
    /// Empty: the newest state. "0": any state that the server has at hand.
    package var resourceVersion = ""

    package init(namespace: String = "", labelSelector: String = "", fieldSelector: String = "") {
        self.namespace = namespace
        self.labelSelector = labelSelector
        self.fieldSelector = fieldSelector
    }

    var query: Query {
        var query = Query()
        let items = [
            ("labelSelector", labelSelector), ("fieldSelector", fieldSelector), ("continue", `continue`),
            ("resourceVersion", resourceVersion), ("limit", limit > 0 ? String(limit) : ""),
        ]
        for (name, value) in items where !value.isEmpty { query.add(name, value) }
        return query
    }
}

extension ClusterClient {
    package func get<R: Resource>(_ type: R.Type, _ name: String, namespace: String = "") async throws -> R {
        let target = Target(path: R.kind.path(namespace: namespace, name: name), query: Query())
        return try R(document: try await document(.get, target))
    }

    package func list<R: Resource>(_ type: R.Type, _ options: ListOptions = ListOptions()) async throws
        -> ResourceList<R>
    {
        let target = Target(path: R.kind.path(namespace: options.namespace), query: options.query)
        return try ResourceList(document: try await document(.get, target))
    }

    /// In the namespace that the object's metadata names. Returns the object as it is stored.
    @discardableResult
    package func create<R: Resource>(_ object: R) async throws -> R {
        let target = Target(path: R.kind.path(namespace: object.metadata.namespace), query: Query())
        return try R(document: try await document(.post, target, body: .json(object.document)))
    }

    /// Posts to a subresource of an object: a Binding to `pods/web-0/binding`, an Eviction, a TokenRequest.
    @discardableResult
    package func create<R: Resource, Body: Resource>(
        _ body: Body, as subresource: String, of type: R.Type, _ name: String, namespace: String
    ) async throws -> JSON {
        let path = R.kind.path(namespace: namespace, name: name, subresource: subresource)
        return try await document(.post, Target(path: path, query: Query()), body: .json(body.document))
    }

    /// Replaces the object. With a resource version in its metadata: only if it is still that version (else 409).
    ///
    /// Fields that the Swift type doesn't know are lost: ``patch(from:to:subresource:)`` keeps them.
    @discardableResult
    package func update<R: Resource>(_ object: R, subresource: String = "") async throws -> R {
        let path = R.kind.path(
            namespace: object.metadata.namespace, name: object.metadata.name, subresource: subresource)
        return try R(
            document: try await document(.put, Target(path: path, query: Query()), body: .json(object.document)))
    }

    @discardableResult
    package func updateStatus<R: Resource>(_ object: R) async throws -> R {
        try await update(object, subresource: "status")
    }

    @discardableResult
    package func patch<R: Resource>(
        _ type: R.Type, _ name: String, namespace: String = "", subresource: String = "", _ patch: Patch
    ) async throws -> R {
        let path = R.kind.path(namespace: namespace, name: name, subresource: subresource)
        let target = Target(path: path, query: patch.query)
        return try R(document: try await document(.patch, target, body: patch.body))
    }

    /// Sends what has changed between two states of an object, and nothing else; nothing at all when nothing has.
    ///
    /// An object of the same name that was created anew meanwhile is not touched (409).
    /// - Parameter ifUnchanged: also refused (409) when anybody has written since `old` was read.
    /// - Returns: the object as it is stored.
    @discardableResult
    package func patch<R: Resource>(
        from old: R, to new: R, subresource: String = "", ifUnchanged: Bool = false
    ) async throws -> R {
        var difference = try StrategicMergePatch.difference(from: old.json, to: new.json, shape: R.shape)
        if difference.object?.isEmpty == true { return new }
        let metadata = old.metadata
        if !metadata.uid.isEmpty { difference[path: ["metadata", "uid"]] = .string(metadata.uid) }
        if ifUnchanged { difference[path: ["metadata", "resourceVersion"]] = .string(metadata.resourceVersion) }
        return try await patch(
            R.self, metadata.name, namespace: metadata.namespace, subresource: subresource, .strategic(difference))
    }

    @discardableResult
    package func patchStatus<R: Resource>(from old: R, to new: R) async throws -> R {
        try await patch(from: old, to: new, subresource: "status")
    }

    /// - Returns: the object when it still exists (it has finalizers, or ends gracefully), else a Status.
    @discardableResult
    package func delete<R: Resource>(
        _ type: R.Type, _ name: String, namespace: String = "", options: DeleteOptions = DeleteOptions()
    ) async throws -> JSON {
        let target = Target(path: R.kind.path(namespace: namespace, name: name), query: Query())
        return try await document(.delete, target, body: .json(options.document))
    }
}

extension DeleteOptions {
    package var document: JSON {
        var document = json
        document["apiVersion"] = "v1"
        document["kind"] = "DeleteOptions"
        return document
    }

    package init(
        propagationPolicy: PropagationPolicy? = nil, gracePeriodSeconds: Int? = nil, uid: String? = nil,
        resourceVersion: String? = nil
    ) {
        self.init()
        self.propagationPolicy = propagationPolicy
        self.gracePeriodSeconds = gracePeriodSeconds
        if uid != nil || resourceVersion != nil {
            var preconditions = Preconditions()
            preconditions.uid = uid
            preconditions.resourceVersion = resourceVersion
            self.preconditions = preconditions
        }
    }
}
