import API
import APIMachinery
import APIServer
import APIServerContract
import HTTP
import ObjectsContract
import Schema

/// delete and deletecollection: the decision is ``Deletion``'s, the write is the same loop as every other.
struct DeleteHandler: Sendable {
    let writer: WriteHandler

    func delete(_ request: APIRequest) async throws(Status) -> HTTPResponse {
        let options = try await Self.options(request)
        let dryRun = try request.isDryRun() || options.isDryRun
        let result = try await delete(
            request, name: request.info.name, namespace: request.info.namespace, options, dryRun: dryRun)
        guard result.isRemoved, result.document.finalizers.isEmpty else {
            return try Answer.object(result.document.bytes, request, now: writer.clock.now())
        }
        let status = Status.success(request.resource.kind, name: result.document.name, uid: result.document.uid)
        return HTTPResponse.json(status.document.bytes)
    }

    /// Deletes everything that is selected, one object at a time; answers with the list of what was there.
    func deleteCollection(_ request: APIRequest) async throws(Status) -> HTTPResponse {
        let options = try await Self.options(request)
        let dryRun = try request.isDryRun() || options.isDryRun
        let (objects, revision) = writer.storage.cacher.list(request.resource.storageName, try request.selection())
        for object in objects {
            let name = object.key.split(separator: "/").last.map(String.init) ?? object.key
            do {
                _ = try await delete(request, name: name, namespace: object.namespace, options, dryRun: dryRun)
            } catch  where error.reason == .notFound {
                continue  // Somebody else was faster, which is what we want.
            }
        }
        return try Answer.list(
            ReadHandler.Page(texts: objects.map(\.text), revision: revision), request, now: writer.clock.now())
    }

    /// Deletes one object, or marks it, on condition of the request's preconditions.
    func delete(
        _ request: APIRequest, name: String, namespace: String, _ options: DeletionRequest, dryRun: Bool
    ) async throws(Status) -> WriteHandler.Result {
        let key = ObjectKey(
            resource: request.resource.storageName, namespace: request.resource.kind.isNamespaced ? namespace : "",
            name: name)
        let resource = request.resource
        try writer.pipeline.admitDelete(resource, name: name)
        return try await writer.modify(resource, key, dryRun: dryRun) { current throws(Status) in
            let change = try Write.delete(
                options, over: current, resource.kind, name: name,
                defaultGrace: current.map { resource.strategy.gracePeriod(of: $0.document) } ?? 0,
                now: writer.clock.now())
            guard case .write(let marked) = change else { return change }
            return .write(resource.strategy.marked(marked))
        }
    }

    // MARK: Options

    /// From the body, or where there is none from the query.
    static func options(_ request: APIRequest) async throws(Status) -> DeletionRequest {
        let bytes = try await RequestBody.read(request.http)
        var document: JSON = [:]
        if !bytes.isEmpty {
            document = try RequestBody.document(bytes, contentType: request.http.headers["Content-Type"]).0
        }
        return try options(document, request.query)
    }

    static func options(_ document: JSON, _ query: Query) throws(Status) -> DeletionRequest {
        var options = DeletionRequest()
        options.gracePeriod = document["gracePeriodSeconds"]?.integer ?? query["gracePeriodSeconds"].flatMap { Int($0) }
        if let grace = options.gracePeriod, grace < 0 {
            throw .badRequest("gracePeriodSeconds: Invalid value: \(grace): must be greater than or equal to 0")
        }
        options.preconditions.uid = document[path: ["preconditions", "uid"]]?.string
        options.preconditions.resourceVersion = document[path: ["preconditions", "resourceVersion"]]?.string
        options.isDryRun = document["dryRun"]?.array?.isEmpty == false
        if document["orphanDependents"]?.bool == true { options.treatDependents(.orphan) }
        if let policy = document["propagationPolicy"]?.string ?? query["propagationPolicy"] {
            guard let propagation = Propagation(rawValue: policy) else {
                throw .invalid(
                    "DeleteOptions",
                    .notSupported(
                        "propagationPolicy", value: .string(policy), supported: ["Foreground", "Background", "Orphan"]))
            }
            options.treatDependents(propagation)
        }
        return options
    }
}
